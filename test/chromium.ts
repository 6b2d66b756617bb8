// A Chromium for tests that look at a page; W2S_CHROMIUM names one.

import { existsSync } from "node:fs";

const places = [
  process.env.W2S_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where it lies; undefined where none is found, and the tests are skipped. */
export const chromiumPath = places.find((path) => path !== undefined && existsSync(path));
