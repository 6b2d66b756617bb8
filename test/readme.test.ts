// The README's study as it is printed, and the commands below it: every step is planned, with
// models and data of its names; and it is run, where the shared folder has its real ones.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const cwd = scratchFolder("readme");

const study = /^```ts\n\/\/ (\S+\.study\.ts)\n(.*?)^```/ms.exec(readme)!;
const [name, code] = [study[1]!, study[2]!];

/** The commands of the block after the study, without their remarks. */
const commands = /^```sh\n(.*?)^```/ms
  .exec(readme.slice(study.index))![1]!
  .trim()
  .split("\n")
  .map((line) => line.replace(/\s+#.*$/, ""));

/** A command line's words, as a shell divides them. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

const shared = process.env.W2S_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url));

async function w2s(line: string, folder = cwd, models = "models") {
  const [npx, command, ...args] = words(line);
  expect([npx, command]).toEqual(["npx", "w2s"]);
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const env = { W2S_STORE: join(folder, "store"), W2S_MODELS: models, HF_HUB_OFFLINE: "1" };
  const code = await main(args, { stdout, stderr, cwd: folder, env });
  return { code, out: stdout.text, err: stderr.text };
}

describe("the README's study", () => {
  const rows = Array.from({ length: 200 }, (_, i) => `a film that is ${i}\t${i % 2}`);
  mkdirSync(join(cwd, "sst2"));
  writeFileSync(join(cwd, "sst2/train.tsv"), `sentence\tlabel\n${rows.join("\n")}\n`);
  writeFileSync(join(cwd, name), code);
  // Small models with as many layers as are asked for, by the README's names.
  for (const model of [
    "sentence-transformers/all-MiniLM-L6-v2",
    "HuggingFaceTB/SmolLM2-135M-Instruct",
  ]) {
    const layers = model.startsWith("Hugging") ? 30 : 6;
    const folder = join(cwd, "models", model);
    cpSync(join(root, "zoo/w2s-world-8"), folder, { recursive: true });
    const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
    const said = JSON.stringify({ ...config, num_hidden_layers: layers });
    writeFileSync(join(folder, "config.json"), said);
  }

  it("is planned as it is printed, by the command that is printed", async () => {
    const dryRun = commands.find((line) => line.includes("--dry-run"))!;
    const { code, out, err } = await w2s(dryRun);
    expect([code, err]).toEqual([0, ""]);
    // Two supervisors, two students, two methods, five seeds.
    expect(out).toMatch(/^plan {6}40 trials, \d+ steps: 0 cached, \d+ to run\n/);
  });

  it("has the part that the next command names", async () => {
    const part = commands.find((line) => line.includes("--only"))!;
    const { code, out } = await w2s(`${part} --dry-run`);
    expect(code).toBe(0);
    // Both supervisors teach one student by one method, with five seeds.
    expect(out).toMatch(/^plan {6}10 trials, /);
  });

  it("has the student that the last command exports", async () => {
    const line = commands.find((each) => each.includes(" export "))!;
    const named = Object.fromEntries(
      [...line.matchAll(/--(supervisor|student|method) (?:"([^"]+)"|(\S+))/g)].map(
        ([, option, quoted, bare]) => [option, quoted ?? bare],
      ),
    );
    const only = Object.entries(named).map(([part, text]) => `--only "${part}=${text}"`);
    expect(only).toHaveLength(3);
    const { code, out } = await w2s(`npx w2s run ${name} ${only.join(" ")} --dry-run`);
    expect(code).toBe(0);
    expect(out).toMatch(/^plan {6}5 trials, /);
  });
});

const hasReal = existsSync(join(shared, "models")) && existsSync(join(shared, "data/sst2"));

describe.skipIf(!hasReal)("the README's study with its real models and data", () => {
  const real = scratchFolder("readme-real");
  mkdirSync(join(real, "sst2"));
  writeFileSync(join(real, name), code);

  it("runs as it is printed, and exports a student", async () => {
    // The shared file has no header.
    const rows = readFileSync(join(shared, "data/sst2/train.tsv"), "utf8");
    writeFileSync(join(real, "sst2/train.tsv"), `sentence\tlabel\n${rows}`);
    const models = join(shared, "models");
    const whole = commands.find((line) => line === `npx w2s run ${name}`)!;
    const ran = await w2s(whole, real, models);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain("sst2: accuracy on ");
    expect(ran.err).toMatch(/^written to runs\/sentiment: /m);
    const text = readFileSync(join(real, "runs/sentiment/results.json"), "utf8");
    const { outcomes } = JSON.parse(text);
    expect(outcomes).toHaveLength(8);
    // Both models tell praise from blame; labels without information do not teach it.
    for (const { scores, arms } of outcomes) {
      expect(scores.ceiling.accuracy.value).toBeGreaterThan(0.65);
      expect(arms.uninformed.scores.accuracy.value).toBeLessThan(0.6);
    }
    const line = commands.find((each) => each.includes(" export "))!;
    const exported = await w2s(line, real, models);
    expect(exported.code, exported.err).toBe(0);
    expect(existsSync(join(real, "my-student/README.md"))).toBe(true);
  }, 1_200_000);
});
