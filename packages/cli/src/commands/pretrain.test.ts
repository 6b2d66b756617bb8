import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeIo, fakeIo } from "../../test/fake-io.js";
import type { Io } from "../io.js";
import { main } from "../main.js";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "w2s-pretrain-command-"));
  await writeFile(join(cwd, "one.json"), '{ "skills": { "maximum": {} } }');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function w2s(line: string, given: Partial<Io> = {}): Promise<FakeIo & { code: number }> {
  const io = fakeIo(cwd, given);
  const code = await main(line.split(" "), io);
  return { ...io, code };
}

const small =
  "--width 8 --layers 1 --sentences 600 --batch-size 20 --learning-rate 0.01 --mixture one.json";

describe("w2s pretrain", () => {
  it("trains a model into a folder and prints what it can do", async () => {
    const { code, out, err } = await w2s(`pretrain m ${small}`);
    expect(code).toBe(0);
    expect(out()).toMatch(/^maximum {6}\.\d{3}$/m);
    expect(out()).toMatch(/^compare {6}\.\d{3} {2}\(not practised\)$/m);
    expect(err()).toContain("pretrain  m: 600 sentences to do\n");
    expect(err()).toContain("1,448 parameters");
    expect((await readdir(join(cwd, "m"))).sort()).toEqual([
      "README.md",
      "card.json",
      "config.json",
      "model.safetensors",
      "recipe.json",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
  });

  it("makes the same bytes again from its own recipe, which options override", async () => {
    const { out } = await w2s("pretrain again --recipe m/recipe.json --json");
    const events = out()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({
      event: "done",
      folder: "again",
      card: { sentences: 600 },
    });
    const weights = (name: string) => readFile(join(cwd, name, "model.safetensors"));
    expect(await weights("again")).toEqual(await weights("m"));
    const { code, err } = await w2s("pretrain m --recipe m/recipe.json --seed 1");
    expect([code, err()]).toEqual([
      2,
      `w2s: ${join(cwd, "m")}: has a model of another recipe; name another folder ("seed" is 0, ` +
        "got 1)\n",
    ]);
  });

  it("says that it goes on where it is interrupted", async () => {
    const interrupted: Partial<Io> = {
      interruptible: (work) => work(AbortSignal.abort(new Error("Ctrl-C"))),
    };
    const { code, err } = await w2s(`pretrain stopped ${small}`, interrupted);
    expect(code).toBe(130);
    expect(err()).toContain(
      "interrupted: a checkpoint is kept; the same command goes on from there\n",
    );
    const again = await w2s(`pretrain stopped ${small}`);
    expect(again.code).toBe(0);
    expect(again.err()).toContain("stopped: going on after 0 sentences\n");
  });

  it.each([
    ["--widht 8", 'unknown option "--widht"; did you mean "--width"?'],
    ["--width 8 --heads 3", 'pretrain: "heads" must divide the width into even parts, got 3 for 8'],
    ["--width 7", 'pretrain: "width" '],
    ["--layers 0", '--layers: must be a whole number of at least 1, got "0"'],
    ["--learning-rate 0", '--learning-rate: must be a number above 0, got "0"'],
    ["--warmup 1", 'pretrain: "warmup" must be below 1, got 1'],
    [
      "--schedule lineer",
      'pretrain: "schedule" must be one of "linear", "cosine", "constant", got "lineer"',
    ],
    ["--mixture none.json", "none.json: cannot be read"],
    ["--recipe one.json", 'one.json: unknown option "skills"'],
  ])("refuses %s in one line", async (flags, message) => {
    const { code, err } = await w2s(`pretrain bad ${flags}`);
    expect(code).toBe(2);
    expect(err()).toContain(message);
    expect(err().trim().split("\n")).toHaveLength(1);
    expect(await readdir(cwd)).not.toContain("bad.training");
  });
});
