// The page's start.

import "./no-eval.js";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import "./style.css";

const place = document.getElementById("app");
if (place) createRoot(place).render(<App />);
