// The application's start.

import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import "@w2s/report/ground.css";
import "./frame/style.css";
import "./runs/style.css";

const place = document.getElementById("app");
if (place) createRoot(place).render(<App />);
