// The playground in a Firefox as people have it, which no driver of the tests speaks to: a page
// around it presses its button, and posts what it saves. W2S_FIREFOX names one.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Settings, toHash, writePlayground } from "@w2s/playground";
import type { Saved } from "./playground-page.js";
import { scratchFolder } from "./scratch.js";
import { serveFolder } from "./static-server.js";

const places = [
  process.env.W2S_FIREFOX,
  "/usr/bin/firefox",
  "/usr/bin/firefox-esr",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** Where it lies; undefined where none is found, and the tests are skipped. */
export const firefoxPath = places.find((path) => path !== undefined && existsSync(path));

/** What the page saved, and errors of its own. */
export interface Reported {
  readonly saved: Saved;
  readonly faults: readonly string[];
}

/** Runs a study on the page until it is done. @throws where Firefox ends, or `patienceMs` do */
export async function savedInFirefox(settings: Settings, patienceMs: number): Promise<Reported> {
  const folder = join(scratchFolder("playground"), "page");
  await writePlayground(folder);
  const reports = await listen();
  writeFileSync(join(folder, "around.html"), `<!doctype html><script src="around.js"></script>`);
  writeFileSync(join(folder, "around.js"), around(toHash(settings), reports.address));
  const served = await serveFolder(folder);
  const profile = newProfile();
  const firefox = spawn(
    firefoxPath!,
    ["--headless", "--no-remote", "--profile", profile, `${served.address}around.html`],
    // What it leaves where it is killed goes with its profile; what helps it crash stays away.
    { stdio: "ignore", env: { ...process.env, TMPDIR: profile, MOZ_CRASHREPORTER_DISABLE: "1" } },
  );
  const gone = new Promise((resolve) => firefox.once("close", resolve).once("error", resolve));
  try {
    return await Promise.race([reports.first, ended(firefox), late(patienceMs)]);
  } finally {
    firefox.kill("SIGKILL");
    await gone;
    reports.close();
    await served.close();
  }
}

/** A script that presses the button when the page in its frame is done. */
const around = (link: string, report: string): string => `
const faults = [];
const frame = document.createElement("iframe");
[frame.width, frame.height, frame.src] = [1200, 900, "index.html#${link}"];
frame.onload = () => {
  const page = frame.contentWindow;
  page.addEventListener("error", ({ message }) => faults.push(message));
  page.addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
  const looking = setInterval(() => {
    if (!/^done in /m.test(page.document.body.innerText)) return;
    clearInterval(looking);
    const make = page.URL.createObjectURL;
    page.URL.createObjectURL = (blob) => {
      blob.text().then((saved) => {
        const body = JSON.stringify({ saved: JSON.parse(saved), faults });
        fetch("${report}", { method: "POST", mode: "no-cors", body });
      });
      return make(blob);
    };
    const buttons = [...page.document.querySelectorAll("button")];
    buttons.find(({ textContent }) => textContent.trim() === "Save the results").click();
  }, 200);
};
document.documentElement.append(frame);
`;

/** An address that takes one report. */
async function listen() {
  let hear: (reported: Reported) => void;
  const first = new Promise<Reported>((resolve) => {
    hear = resolve;
  });
  const server = createServer(async (request, response) => {
    const body = await request.toArray().catch(() => undefined);
    response.end();
    if (body === undefined) return; // The browser had gone.
    hear(JSON.parse(Buffer.concat(body).toString("utf8")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { first, address, close: () => server.close() };
}

/** A profile that asks nothing at its start. */
function newProfile(): string {
  const profile = scratchFolder("firefox");
  const quiet = ["datareporting.policy.dataSubmissionEnabled", "browser.shell.checkDefaultBrowser"];
  const lines = quiet.map((name) => `user_pref("${name}", false);`);
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  return profile;
}

const ended = (child: ChildProcess): Promise<never> =>
  new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Firefox ended with ${code}`)));
  });

const late = (ms: number): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`nothing was saved in ${ms} ms`)), ms).unref();
  });
