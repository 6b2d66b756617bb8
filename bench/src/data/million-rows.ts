// Evidence of a million rows, with six roles' probabilities: 500 cells of 2,000 examples.

import { type EvidenceBlock, random, roleNames, writeBlocks } from "@w2s/lab";

const examples = 2000;
const cells = 500;

/** Writes it into a folder, as JSONL and Parquet. */
export async function writeMillion(folder: string): Promise<void> {
  await writeBlocks(folder, about, blocks());
}

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
