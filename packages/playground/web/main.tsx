// The page's start.

import "./no-eval.js";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import "@w2s/report/ground.css";
import "./style.css";

const place = document.getElementById("app");
if (place) createRoot(place).render(<App />);
