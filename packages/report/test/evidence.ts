// Evidence with the form of real one.

import type { EvidenceSample, SampledExample } from "@w2s/lab";

/** One example: the supervisor says 1 with .9, the student 0 with .8; the truth is 0. */
export function example(given: Partial<SampledExample> = {}): SampledExample {
  const texts = given.texts ?? ["is 3 less than 5 ?"];
  return {
    task: "sorted",
    supervisor: "micro finetuned",
    student: "large finetuned",
    labels: "soft",
    method: "naive",
    id: "sorted-1",
    texts,
    lengths: texts.map(({ length }) => length),
    truth: 0,
    said: { weak: [0.1, 0.9], student: [0.8, 0.2], ceiling: [1, 0] },
    seeds: [0, 2],
    ofSeeds: 3,
    ...given,
  };
}

/** A sample with these examples as those rightly overruled, and none of the other kinds. */
export function sampleOf(examples: readonly SampledExample[]): EvidenceSample {
  return {
    results: "0",
    texts: "texts",
    tasks: [{ name: "sorted", shape: "classify", optionNames: ["no", "yes"] }],
    roles: ["weak", "student", "ceiling"],
    kinds: [
      { kind: "overruled-right", found: examples.length, examples: [...examples] },
      { kind: "overruled-wrong", found: 0, examples: [] },
      { kind: "copied-errors", found: 0, examples: [] },
    ],
  };
}
