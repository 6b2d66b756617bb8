// Evidence of a million rows, written as JSONL and Parquet. No peer does the same; what counts is
// how long a run waits for it, so the limit stands in the peer's place.

import { join } from "node:path";
import { type EvidenceBlock, random, roleNames, writeBlocks } from "@w2s/lab";
import type { Bench } from "../bench.js";
import { allSeconds } from "../harness/format.js";
import { median } from "../harness/interleave.js";

const limit = 5;
const rounds = 3;
const examples = 2000;
const cells = 500;

export const rerunEvidence: Bench = {
  name: "rerun-evidence",
  summary: "evidence of 1,000,000 rows, six roles, as JSONL and Parquet; the limit is the peer",
  requirement: `under ${limit} s for both files`,
  async run({ folder, say }) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await writeBlocks(join(folder, `round-${round}`), about, blocks());
      times.push((performance.now() - started) / 1000);
    }
    say(`${(examples * cells).toLocaleString("en-US")} rows: ${allSeconds(times)}`);
    const ours = median(times);
    return { ours, peer: limit, unit: "s", ratio: limit / ours, met: ours < limit };
  },
};

const task: EvidenceBlock["task"] = {
  name: "reviews",
  shape: "classify",
  optionNames: ["negative", "positive"],
  examples: Array.from({ length: examples }, (_, i) => ({
    id: `reviews-${i}`,
    inputs: [`review ${i} , about as long as a sentence of SST-2 is , says that the film is good`],
    label: i % 2,
    group: String(i),
  })),
};
const about = { results: "", texts: "texts", tasks: [task], roles: [...roleNames] } as const;

/** A cell and seed each; the same made-up probabilities in all. */
async function* blocks(): AsyncGenerator<EvidenceBlock> {
  const rows = Int32Array.from({ length: examples }, (_, i) => i);
  const said = Object.fromEntries(roleNames.map((role, i) => [role, drawnShares(i)]));
  for (let cell = 0; cell < cells; cell++) {
    const taught = { student: `student ${cell % 10}`, labels: "soft", method: "naive" } as const;
    const [supervisor, seed] = [`supervisor ${cell % 7}`, cell % 5];
    yield { task, supervisor, seed, split: "test", taught, rows, said, words: {} };
  }
}

function drawnShares(seed: number): Float32Array {
  const draw = random(seed, "bench/evidence");
  const data = new Float32Array(2 * examples);
  for (let i = 0; i < examples; i++) {
    const share = draw.uniform();
    data.set([1 - share, share], 2 * i);
  }
  return data;
}
