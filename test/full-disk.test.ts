// Commands that write, where nothing can be written: a limit on the size of files stands for a full
// disk. Each says so in one line, leaves nothing half-written, and works in the same place after.

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "./scratch.js";

const door = fileURLToPath(new URL("../packages/cli/bin/w2s.js", import.meta.url));
const cwd = scratchFolder("full-disk");

const study = `import { drawn, errors, probe, rows, study, table } from "w2s";
const texts = Array.from({ length: 80 }, (_, i) => ({ text: "word " + i, good: i % 2 > 0 }));
export default study({
  task: table(rows("words", texts), { text: "text", label: "good" }),
  supervisors: errors({ where: "random", rate: 0.2 }),
  students: probe(drawn(4), { epochs: 1 }),
  seeds: 1,
});
`;

/** Runs w2s; `full` where no file may have a byte in it. */
function w2s(args: readonly string[], { full }: { readonly full: boolean }) {
  const script = `${full ? "ulimit -f 0; " : ""}exec "$0" "$@"`;
  const env = { ...process.env, W2S_STORE: join(cwd, "store"), HOME: cwd };
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(
      "sh",
      ["-c", script, process.execPath, door, ...args],
      { cwd, env },
      (error, _, said) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: said.trim() }),
    );
  });
}

describe.skipIf(process.platform === "win32")("on a full disk", () => {
  it.each<[command: string, args: string[]]>([
    ["init", ["init", "place"]],
    ["world", ["world", "place", "--examples", "10"]],
    ["playground", ["playground", "--to", "place"]],
    ["pretrain", ["pretrain", "place", "--sentences", "256", "--width", "8", "--layers", "1"]],
    ["label init", ["label", "init", "world:sorted", "--items", "10", "--to", "place"]],
  ])(
    "%s says so in one line, and works when there is room",
    async (command, args) => {
      const name = command.replace(" ", "-");
      const own = args.map((arg) => (arg === "place" ? name : arg));
      const refused = await w2s(own, { full: true });
      expect(refused.code, refused.said).toBe(1);
      const last = refused.said.split("\n").at(-1);
      expect(last).toMatch(/^w2s: \S+: cannot be written, it is larger than files may be there /);
      expect(last).not.toContain("HF_HUB_CACHE");
      const left = existsSync(join(cwd, name))
        ? readdirSync(join(cwd, name), { recursive: true })
        : [];
      expect(left).toEqual([]);
      const made = await w2s(own, { full: false });
      expect([made.code, made.code === 0 ? "" : made.said]).toEqual([0, ""]);
    },
    300_000,
  );

  it("report says that its run's folder must be copied elsewhere", async () => {
    writeFileSync(join(cwd, "words.study.ts"), study);
    const ran = await w2s(["run", "words.study.ts", "--out", "rung"], { full: false });
    expect([ran.code, ran.code === 0 ? "" : ran.said]).toEqual([0, ""]);
    const page = readFileSync(join(cwd, "rung/report.html"), "utf8");
    const { code, said } = await w2s(["report", "rung"], { full: true });
    expect(code).toBe(1);
    expect(said.split("\n").at(-1)).toMatch(
      /^w2s: \S+report\.html: cannot be written, .*; copy the run's folder elsewhere$/,
    );
    expect(readFileSync(join(cwd, "rung/report.html"), "utf8")).toBe(page);
  }, 300_000);

  it("init touches nothing that was there", async () => {
    mkdirSync(join(cwd, "mine"));
    expect((await w2s(["init", "mine"], { full: false })).code).toBe(0);
    const before = readdirSync(join(cwd, "mine"));
    expect((await w2s(["init", "mine"], { full: true })).code).toBe(2);
    expect(readdirSync(join(cwd, "mine"))).toEqual(before);
  }, 120_000);
});
