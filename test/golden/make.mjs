// Makes the golden results: `node test/golden/make.mjs CHECKOUT [NAME...]`, where CHECKOUT is a
// built checkout of commit 9ef4f30 (git worktree add, npm ci, npx tsc -b). Each study is run twice,
// by that commit's `w2s run NAME.study.ts --threads 1` from an empty store; the two results.json
// must be the same bytes, and are kept as they are, as NAME.results.json. What golden.test.ts
// compares with was made on an x64 processor with AVX-512, under Node 20.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const COMMIT = "9ef4f30";
const folder = fileURLToPath(new URL(".", import.meta.url));
const ending = ".study.ts";
const [checkout, ...asked] = process.argv.slice(2);
if (checkout === undefined) throw new Error("usage: node test/golden/make.mjs CHECKOUT [NAME...]");

const at = execFileSync("git", ["-C", checkout, "rev-parse", "HEAD"], { encoding: "utf8" });
if (!at.startsWith(COMMIT)) throw new Error(`${checkout} must be at ${COMMIT}, is at ${at}`);

function resultsOf(name) {
  const temp = mkdtempSync(join(tmpdir(), "w2s-golden-"));
  try {
    const w2s = resolve(checkout, "packages/cli/bin/w2s.js");
    const args = [
      w2s,
      "run",
      join(folder, name + ending),
      "--threads",
      "1",
      "--out",
      join(temp, "run"),
    ];
    const env = { ...process.env, HF_HUB_OFFLINE: "1", W2S_STORE: join(temp, "store") };
    execFileSync(process.execPath, args, { env, stdio: "ignore" });
    return readFileSync(join(temp, "run", "results.json"), "utf8");
  } finally {
    rmSync(temp, { recursive: true });
  }
}

const all = readdirSync(folder).filter((file) => file.endsWith(ending));
const names = asked.length > 0 ? asked : all.map((file) => file.slice(0, -ending.length));
for (const name of names) {
  const startedAt = Date.now();
  const [once, again] = [resultsOf(name), resultsOf(name)];
  if (once !== again) throw new Error(`${name}: two runs gave different results`);
  writeFileSync(join(folder, `${name}.results.json`), once);
  console.log(`${name}: the same twice, ${((Date.now() - startedAt) / 2000).toFixed(1)} s a run`);
}
