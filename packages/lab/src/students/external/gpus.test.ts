// GPUs by number and by kind: what a command sees, and what a scheduler is asked for.

import { setTimeout as passed } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { gpusToAsk, gpuVariables, withCards } from "./gpus.js";
import { external } from "./spec.js";

afterEach(() => void vi.unstubAllEnvs());

describe("gpus of an external student", () => {
  it.each([
    ["0", "1", { CUDA_VISIBLE_DEVICES: "0" }],
    ["2,3", "2", { CUDA_VISIBLE_DEVICES: "2,3" }],
    ["gpu:2", "2", {}],
    ["a100:1", "a100:1", {}],
    ["1g.5gb:2", "1g.5gb:2", {}],
  ])("%s", (gpus, asked, variables) => {
    expect(external({ command: ["a"], gpus }).recipe.gpus).toBe(gpus);
    expect(gpusToAsk(gpus)).toBe(asked);
    expect(gpuVariables(gpus, {})).toEqual(variables);
  });

  it.each(["", "a100:0", "a100:", ":1", "0:1", "gpu:a100:1", "a b:1"])("may not be %j", (gpus) => {
    expect(() => external({ command: ["a"], gpus })).toThrow('"gpus" must be numbers');
  });

  it("are those that a scheduler gave, where it says which they are", () => {
    const given = { W2S_GPUS: "1", CUDA_VISIBLE_DEVICES: "3" };
    expect(gpuVariables("0", given)).toEqual({});
    expect(gpuVariables("0", { W2S_GPUS: "1" })).toEqual({ CUDA_VISIBLE_DEVICES: "0" });
    expect(gpuVariables("0", { CUDA_VISIBLE_DEVICES: "3" })).toEqual({ CUDA_VISIBLE_DEVICES: "0" });
  });

  const machine = [
    { id: "0", name: "Tesla T4" },
    { id: "1", name: "NVIDIA A100-SXM4-80GB" },
    { id: "2", name: "NVIDIA A100-SXM4-80GB" },
    { id: "3", name: "NVIDIA H100 NVL" },
  ];
  it.each([
    ["a100:1", 0, "1"],
    ["a100:1", 1, "2"],
    ["a100:1", 2, "1"],
    ["A100-SXM4:2", 1, "1,2"],
    ["gpu:2", 0, "0,1"],
    ["gpu:2", 1, "2,3"],
    ["gpu:1", 3, "3"],
    ["a100:9", 0, "1,2"],
    ["v100:1", 3, "3"],
    ["0", 1, "0"],
  ])("%s on slot %d of a machine of several kinds are %s", (gpus, slot, cards) => {
    const env = {
      CUDA_VISIBLE_DEVICES: String(slot),
      W2S_CARDS: JSON.stringify({ slot, cards: machine }),
    };
    expect(gpuVariables(gpus, env)).toEqual({ CUDA_VISIBLE_DEVICES: cards });
    expect(gpuVariables(undefined, env)).toEqual({});
    expect(gpuVariables(gpus, { ...env, W2S_GPUS: "1" })).toEqual({});
  });

  it("that are named are one command's at a time, whoever names them first", async () => {
    vi.stubEnv("TMPDIR", scratchFolder("gpus"));
    const has = new Map<string, number>();
    let most = 0;
    const waited: string[] = [];
    const wait = (card: string) => ({
      signal: new AbortController().signal,
      onWait: () => void waited.push(card),
    });
    const command = (cards: string[]) =>
      withCards(cards, wait, async () => {
        for (const card of cards) has.set(card, (has.get(card) ?? 0) + 1);
        most = Math.max(most, ...has.values());
        await passed(50);
        for (const card of cards) has.set(card, has.get(card)! - 1);
        return cards.length;
      });
    const all = [["7", "8"], ["8", "7"], ["7"], ["9"]];
    expect(await Promise.all(all.map(command))).toEqual([2, 2, 1, 1]);
    expect(most).toBe(1);
    expect(waited.length).toBeGreaterThan(0);
    expect(waited).not.toContain("9");
  });
});
