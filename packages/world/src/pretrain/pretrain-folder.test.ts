import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { choiceTaskNames } from "../world/index.js";
import { pretrainFolder } from "./pretrain-folder.js";
import { type PretrainOptions, pretrainRecipe } from "./recipe.js";
import { scoreInterval } from "./score-interval.js";

const dir = scratchFolder("pretrain");

const tiny = pretrainRecipe({
  width: 8,
  layers: 1,
  sentences: 4000,
  batchSize: 16,
  learningRate: 0.01,
  mixture: { skills: { maximum: {} } },
});
const run = { runtime: nodeRuntime };
const weightsOf = (folder: string) => readFileSync(join(folder, "model.safetensors"));

describe("pretrainFolder", () => {
  it("goes on after an interrupt with the losses and the bytes of a run without one", async () => {
    const whole = await pretrainFolder(join(dir, "whole"), tiny, run);
    const stop = new AbortController();
    const parts = pretrainFolder(join(dir, "parts"), tiny, {
      ...run,
      signal: stop.signal,
      onProgress: (sentences) => sentences > 1100 && stop.abort(),
    });
    await expect(parts).rejects.toThrow("abort");
    expect(existsSync(join(dir, "parts"))).toBe(false);
    let from = 0;
    const resumed = await pretrainFolder(join(dir, "parts"), tiny, {
      ...run,
      onResume: (sentences) => {
        from = sentences;
      },
    });
    expect(from).toBeGreaterThan(1100);
    expect(from).toBeLessThan(4000);
    expect({ ...resumed, seconds: 0, name: "" }).toEqual({ ...whole, seconds: 0, name: "" });
    expect(weightsOf(join(dir, "parts"))).toEqual(weightsOf(join(dir, "whole")));
    expect(readdirSync(dir).filter((name) => name.includes("training"))).toEqual([]);
  });

  it("has the curve that it had before it followed the course of students", async () => {
    // What the loop before gave on the same world, on one thread, down to the
    // bytes. Two pools are whole, the third is not.
    const two = { width: 16, layers: 2, sentences: 9000, batchSize: 64, seed: 3, worldSeed: 2 };
    const recipe = pretrainRecipe({ ...two, schedule: "cosine" });
    const { curve, steps } = await pretrainFolder(join(dir, "two"), recipe, run);
    expect(steps).toBe(200);
    expect(curve.length).toBe(3);
    for (const [i, loss] of [2.78277, 1.59644, 1.49376].entries()) {
      expect(curve[i]).toBeCloseTo(loss, 4);
    }
  });

  it("goes on after kill -9", async () => {
    const folder = join(dir, "killed");
    const built = new URL("../../dist/index.js", import.meta.url).href;
    const grad = new URL("../../../grad/dist/index.js", import.meta.url).href;
    const script = `
      const { pretrainFolder } = await import(${JSON.stringify(built)});
      const { nodeRuntime: runtime } = await import(${JSON.stringify(grad)});
      await pretrainFolder(${JSON.stringify(folder)}, ${JSON.stringify(tiny)}, {
        runtime, checkpointSeconds: 0, onProgress: (n) => n > 1500 && console.log(n),
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const card = await pretrainFolder(folder, tiny, run);
    expect(card.curve).toEqual((await pretrainFolder(join(dir, "whole"), tiny, run)).curve);
    expect(weightsOf(folder)).toEqual(weightsOf(join(dir, "whole")));
  });

  it("writes on the card what the run did and what the saved model answers", async () => {
    const card = await pretrainFolder(join(dir, "whole"), tiny, run);
    expect(card).toMatchObject({
      name: "whole",
      parameters: 98 * 8 + 4 * 64 + 3 * 128 + 3 * 8,
      sentences: 4000,
    });
    expect(card.flop).toBe(6 * card.parameters * card.tokens);
    expect(card.curve.length).toBe(Math.ceil(4000 / (64 * 16)));
    expect(card.curve.at(-1)).toBeLessThan(card.curve[0]!);
    const asked = card.skills.flatMap(({ byDifficulty }) =>
      byDifficulty.map((level) => level.asked),
    );
    expect(asked.reduce((sum, count) => sum + count, 0)).toBe(14 * 1000);
    expect(card.tasks.map(({ task }) => task)).toEqual(choiceTaskNames);
    expect(card.tasks.every(({ right, asked }) => asked === 1000 && right <= asked)).toBe(true);
    const readme = readFileSync(join(dir, "whole", "README.md"), "utf8");
    expect(readme).toContain(`| parameters | ${card.parameters.toLocaleString("en-US")} |`);
    expect(JSON.parse(readFileSync(join(dir, "whole", "card.json"), "utf8"))).toEqual(card);
  });

  it("teaches what is practised, and not what is left out or shuffled", async () => {
    const other = { majority: { weight: 0.25 } };
    const learn = async (
      name: string,
      skills: NonNullable<PretrainOptions["mixture"]>["skills"],
    ) => {
      const mixture = { skills: { ...skills, ...other }, forms: { answer: 1 } };
      const options = {
        width: 16,
        layers: 2,
        sentences: 16000,
        batchSize: 64,
        learningRate: 0.01,
        mixture,
      };
      const card = await pretrainFolder(join(dir, name), pretrainRecipe(options), run);
      const { byDifficulty } = card.skills.find(({ skill }) => skill === "compare")!;
      const { right, asked } = byDifficulty.find(({ difficulty }) => difficulty === 5)!;
      return scoreInterval(right, asked);
    };
    // Numbers that differ in their first digit. What was not taught is answered anyhow, and not
    // always by a fair coin.
    const [low] = await learn("practised", { compare: { difficulty: [5, 5] } });
    expect(low).toBeGreaterThan(0.9);
    const [, high] = await learn("left out", {});
    expect(high).toBeLessThan(0.8);
    const [, shuffled] = await learn("shuffled", {
      compare: { difficulty: [5, 5], shuffled: true },
    });
    expect(shuffled).toBeLessThan(0.8);
  });

  it("refuses another recipe, other files, a damaged checkpoint, and touches none", async () => {
    const other = { ...tiny, layers: 2 };
    await expect(pretrainFolder(join(dir, "whole"), other, run)).rejects.toThrow(
      'whole: has a model of another recipe; name another folder ("layers" is 1, got 2)',
    );
    mkdirSync(join(dir, "taken"));
    writeFileSync(join(dir, "taken", "notes.txt"), "mine");
    await expect(pretrainFolder(join(dir, "taken"), tiny, run)).rejects.toThrow(
      "taken: must be new or empty, got 1 files; name another folder",
    );
    const stop = new AbortController();
    const begun = { ...run, signal: stop.signal, onProgress: () => stop.abort() };
    await expect(pretrainFolder(join(dir, "begun"), tiny, begun)).rejects.toThrow();
    await expect(pretrainFolder(join(dir, "begun"), other, run)).rejects.toThrow(
      "is a training of another recipe",
    );
    const checkpoint = join(dir, "begun.training", "checkpoint.safetensors");
    const bytes = readFileSync(checkpoint);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(checkpoint, bytes);
    await expect(pretrainFolder(join(dir, "begun"), tiny, run)).rejects.toThrow(
      "checkpoint.safetensors: damaged, or of an older w2s; delete it to begin again",
    );
    writeFileSync(checkpoint, bytes.subarray(0, 1000));
    await expect(pretrainFolder(join(dir, "begun"), tiny, run)).rejects.toThrow("damaged");
  });

  it("takes over no folder of other things, and removes nothing that is not its own", async () => {
    const notes = join(dir, "own.training", "notes.txt");
    mkdirSync(join(dir, "own.training"));
    writeFileSync(notes, "mine");
    await expect(pretrainFolder(join(dir, "own"), tiny, run)).rejects.toThrow(
      'own.training: must be new or a training that was stopped, got a folder with "notes.txt"; ' +
        "move it away, or name another folder",
    );
    rmSync(notes);
    let isWritten = false;
    const writing = {
      ...run,
      onProgress: () => {
        if (!isWritten) writeFileSync(notes, "mine");
        isWritten = true;
      },
    };
    await pretrainFolder(join(dir, "own"), { ...tiny, sentences: 400 }, writing);
    expect(readdirSync(join(dir, "own.training"))).toEqual(["notes.txt"]);
    expect(readFileSync(notes, "utf8")).toBe("mine");
  });

  it("refuses an empty recipe in words", async () => {
    mkdirSync(join(dir, "empty.training"));
    writeFileSync(join(dir, "empty.training", "recipe.json"), "");
    await expect(pretrainFolder(join(dir, "empty"), tiny, run)).rejects.toThrow(
      "recipe.json: expected JSON, got an empty file",
    );
  });

  it("refuses to train where another process does, and leaves its files alone", async () => {
    const training = join(dir, "shared.training");
    let refused: Promise<unknown> | undefined;
    const both = {
      ...run,
      onProgress: () => {
        writeFileSync(join(training, "checkpoint.safetensors.1-a.tmp"), "draft");
        refused ??= pretrainFolder(join(dir, "shared"), tiny, run).then(
          () => "trained",
          (error: Error) => error.message,
        );
      },
    };
    await pretrainFolder(join(dir, "shared"), { ...tiny, sentences: 400 }, both);
    expect(await refused).toMatch(
      /shared.training\/training.lock: another process trains there; delete this file if none is running$/,
    );
  });

  it("stops at a loss that is no number, and keeps the checkpoint before it", async () => {
    const wild = { ...tiny, learningRate: 1e30, schedule: "constant" as const };
    await expect(
      pretrainFolder(join(dir, "wild"), wild, { ...run, checkpointSeconds: 0 }),
    ).rejects.toThrow(/^pretrain: training: step \d+ has loss NaN; try a smaller learning rate$/);
    expect(existsSync(join(dir, "wild"))).toBe(false);
  });
});
