import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { add, log, mul, ndarray, sub } from "@w2s/grad";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../../test/scratch.js";
import { elr, method, naive } from "../../../methods/index.js";
import { fitTiny, problem, type TinyFit } from "../../testing/tiny-student.js";
import { hashOf } from "./checkpoint.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = scratchFolder("checkpoint");
  file = join(folder, "scratch", "training.safetensors");
});

const options = { epochs: 3, ema: 0.9, dropout: 0.1, weightDecay: 0.01, evaluateEvery: 4 };
const made = problem();

/** A training that is stopped after so many steps; what it learnt is on the disk. */
async function stopped(after: number, fit: TinyFit = { options }, from = made) {
  const stop = new AbortController();
  const onProgress = (share: number) => {
    if (share >= after / 30) stop.abort(new Error("stopped by the user"));
  };
  const run = { checkpoint: { file }, signal: stop.signal, onProgress };
  await expect(fitTiny(from, { ...fit, run })).rejects.toThrow("stopped by the user");
}

async function resumed() {
  const warnings: string[] = [];
  const shares: number[] = [];
  const checkpoint = { file, warn: (line: string) => void warnings.push(line) };
  const fit = await fitTiny(made, {
    options,
    run: { checkpoint, onProgress: (share) => void shares.push(share) },
  });
  return { fit, warnings, first: shares[0]! };
}

describe("a checkpoint", () => {
  it("is hashed in pieces, so that no array is too large, to one hash", () => {
    // Node's update takes up to 2 GiB; by default a piece has one.
    const data = Float32Array.from({ length: 1000 }, (_, i) => i);
    const arrays = { best: ndarray(data, [1000]), more: ndarray(data.slice(3), [997]) };
    const state = { step: 3 };
    expect(hashOf(arrays, state, 64)).toBe(hashOf(arrays, state));
    expect(hashOf({ ...arrays, more: arrays.best }, state, 64)).not.toBe(hashOf(arrays, state));
  });

  it("lets an interrupted training go on to the same bits", async () => {
    const whole = await fitTiny(made, { options });
    for (const after of [1, 8, 17]) {
      await stopped(after);
      const { fit, warnings, first } = await resumed();
      expect(first).toBeGreaterThan(after / 30 - 1e-9);
      expect(warnings).toEqual([]);
      expect(fit).toEqual(whole);
      await rm(file, { force: true });
    }
  });

  it("holds what the method keeps of examples, and what was said of watched rows", async () => {
    const watching = { ...made, data: { ...made.data, watch: made.data.predict } };
    const fit: TinyFit = { options: { epochs: 3, evaluateEvery: 4 }, method: elr() };
    const whole = await fitTiny(watching, fit);
    expect(whole.watched!.shape).toEqual([8, 40, 2]);
    for (const after of [1, 17]) {
      await stopped(after, fit, watching);
      const again = await fitTiny(watching, { ...fit, run: { checkpoint: { file } } });
      expect(again).toEqual(whole);
      await rm(file, { force: true });
    }
  });

  it("goes on from what is written now and then when a process is killed", async () => {
    const whole = await fitTiny(made, { options });
    let kept: Buffer | undefined;
    const onProgress = (share: number) => {
      // What a process killed here would have left.
      if (share > 0.5 && !kept) throw new Error("killed");
    };
    const run = { checkpoint: { file, everyMs: 0 }, onProgress };
    await expect(fitTiny(made, { options, run })).rejects.toThrow("killed");
    kept = await readFile(file);
    expect(await readdir(join(folder, "scratch"))).toEqual(["training.safetensors"]);
    const { fit, first } = await resumed();
    expect(first).toBeCloseTo(16 / 30, 9);
    expect(fit).toEqual(whole);
  });

  it("is set aside in one line where it is cut short, changed or another's", async () => {
    const whole = await fitTiny(made, { options });
    const damages: readonly [string, () => Promise<void>][] = [
      ["", () => truncate(file, 5000)],
      ["", () => writeFile(file, "not a checkpoint")],
      [
        "does not match its hash",
        async () => {
          const bytes = await readFile(file);
          bytes[bytes.length - 3]! ^= 1;
          await writeFile(file, bytes);
        },
      ],
    ];
    for (const [message, damage] of damages) {
      await stopped(8);
      await damage();
      const { fit, warnings, first } = await resumed();
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/^checkpoint .*set aside, the training begins anew$/);
      expect(warnings[0]).toContain(message);
      expect(first).toBeCloseTo(1 / 30, 9);
      expect(fit).toEqual(whole);
      expect(await readdir(join(folder, "scratch"))).toContain("training.safetensors.damaged");
    }
    await stopped(8);
    const narrow = { ...options, blocks: 1 };
    const other: string[] = [];
    const checkpoint = { file, warn: (line: string) => void other.push(line) };
    await fitTiny(made, { options: narrow, run: { checkpoint } });
    expect(other[0]).toContain("belongs to another training");
  });

  it("that cannot be written is told once, and the training goes on", async () => {
    const whole = await fitTiny(made, { options });
    await writeFile(join(folder, "scratch"), "a file where the folder would be");
    const warnings: string[] = [];
    const checkpoint = { file, everyMs: 0, warn: (line: string) => void warnings.push(line) };
    expect(await fitTiny(made, { options, run: { checkpoint } })).toEqual(whole);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^checkpoint .*: cannot be written \(.*\); the training goes on/);
    // The reason for which it ends is still its own.
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      mul(naive().loss({ logits, labels, progress }), log(sub(0.05, progress))),
    );
    await expect(fitTiny(made, { options, method: broken, run: { checkpoint } })).rejects.toThrow(
      /step \d+ has loss .*its batch has examples [\d, ]+and \d+ more$/,
    );
  });

  it("holds the last good weights when a loss is not a number", async () => {
    // Times 1 in the first half of training, times NaN in the second.
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      mul(naive().loss({ logits, labels, progress }), add(mul(log(sub(0.5, progress)), 0), 1)),
    );
    const run = { checkpoint: { file } };
    await expect(fitTiny(made, { options, method: broken, run })).rejects.toThrow(
      /step 16 has loss .*; the state before it is in .*training.safetensors$/,
    );
    // The same training with a loss that stays a number goes on from step 15.
    expect((await resumed()).first).toBeCloseTo(16 / 30, 9);
  });
});
