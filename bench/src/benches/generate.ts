// Greedy decoding of SmolLM2-135M: ours and transformers' `generate`, on the same token ids. No
// text ends before its last token, on either side.

import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { nodeRuntime } from "@w2s/grad";
import { decodeGreedily, openModel, resolveModel } from "@w2s/models";
import type { Bench } from "../bench.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

const prompts = 16;
const tokens = 64;
/** Tokens that the peer's threads are tried with. */
const trial = 8;
const rounds = 3;
const least = 1.5;

const folder = () =>
  join(resolve(process.env.W2S_SHARED ?? "../shared"), "models/SmolLM2-135M-Instruct-GGUF");

interface Said {
  readonly seconds: number;
  readonly said: readonly (readonly number[])[];
}

export const generateBench: Bench = {
  name: "generate",
  summary:
    `greedy decoding of the 135M decoder: ${prompts} prompts of 20 to 80 tokens, ${tokens} new ` +
    "ones each, against transformers' generate",
  requirement: `ratio at least ${least}`,
  missing: () =>
    existsSync(folder())
      ? undefined
      : `no ${folder()}; W2S_SHARED names a folder with models/ and data/`,
  async run(context) {
    const model = await openModel(await resolveModel(folder()));
    const ids = promptIds(model.tokenizer().piece);
    const file = join(context.folder, "prompts.json");
    writeFileSync(file, JSON.stringify(ids.map((one) => [...one])));
    const ours = () =>
      decodeGreedily(model, ids, {
        runtime: nodeRuntime,
        threads: 2,
        maxTokens: tokens,
        isOver: () => false,
      });
    await decodeGreedily(model, ids, { runtime: nodeRuntime, maxTokens: 1, isOver: () => false });
    const peer = await context.peer("generate", { folder: folder(), prompts: file });
    const asked = (threads: number, count: number) => peer.ask<Said>({ threads, tokens: count });
    const { best } = await fastest(
      [{ threads: 2 }, { threads: 1 }],
      async ({ threads }) => (await asked(threads, trial)).seconds,
    );
    const runs = await context.interleave(
      rounds,
      () => timed(ours),
      () => asked(best.threads, tokens),
    );
    model.close();
    await peer.close();
    const own = runs.ours.map(({ seconds }) => seconds);
    const theirs = runs.peer.map(({ seconds }) => seconds);
    context.say(`ours: ${allSeconds(own)}, compiling included`);
    context.say(`transformers: ${allSeconds(theirs)} (${best.threads} threads)`);
    const same = 100 * alike(runs.ours[0]!.value, runs.peer[0]!.said);
    context.say(`the same tokens: ${digits(same, 3)}% up to each text's first difference`);
    const ratio = median(theirs) / median(own);
    return { ours: median(own), peer: median(theirs), unit: "s", ratio, met: ratio >= least };
  },
};

/** Token ids of prompts of different lengths. */
function promptIds(piece: (text: string) => Int32Array): Int32Array[] {
  return Array.from({ length: prompts }, (_, i) => {
    const clause = "People who count things every day know what this number is for. ";
    return piece(`${clause.repeat(1 + (i % 5))}What is ${i + 2} times seven, and why? Answer:`);
  });
}

/** The share of tokens before the first that differs: rounding may turn a near tie. */
function alike(ours: Said["said"], theirs: Said["said"]): number {
  const same = ours.map((said, row) => {
    const first = said.findIndex((token, i) => token !== theirs[row]![i]);
    return first < 0 ? said.length : first;
  });
  return same.reduce((sum, count) => sum + count, 0) / (prompts * tokens);
}
