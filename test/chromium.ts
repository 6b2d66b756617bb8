// A Chromium for tests that look at a page; W2S_CHROMIUM names one.

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { scratchFolder } from "./scratch.js";

const places = [
  process.env.W2S_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where it lies; undefined where none is found, and the tests are skipped. */
export const chromiumPath = places.find((path) => path !== undefined && existsSync(path));

/** One that is the caller's to close. What it leaves where it is killed goes with the test file. */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: ["--no-sandbox", ...args],
    env: { ...process.env, TMPDIR: scratchFolder("chromium") },
  });
}
