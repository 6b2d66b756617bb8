// What a loop is given: every student's texts and labels of several steps, laid out as the program
// takes them.

import { type Arrays, ndarray } from "@w2s/grad";
import { textsPerExample } from "../program/program.js";
import type { Member } from "./member.js";

/** Inputs of steps `from` to `to` (exclusive) of `total`; all of them have batches of one size. */
export function stepFeeds(
  members: readonly Member[],
  from: number,
  to: number,
  total: number,
): Arrays {
  const steps = Array.from({ length: to - from }, (_, i) => from + i);
  const batches = steps.map((step) => members.map((member) => member.batch(step)));
  const { data } = members[0]!.given;
  const perExample = textsPerExample(data);
  const examples = batches[0]![0]!.length;
  const places = Int32Array.from(
    { length: steps.length * examples * perExample },
    (_, i) => i % (examples * perExample),
  );
  return {
    ...tokens(members, batches, examples * perExample),
    labels: labels(members, batches, examples),
    prior: priors(members, steps.length),
    progress: ndarray(
      Float32Array.from(steps, (step) => step / total),
      [steps.length],
    ),
    ...(data.shape === "compare" && {
      places: ndarray(places, [steps.length, examples, perExample]),
    }),
  };
}

/** The mean of every member's labels, `[steps, members, options]`: the same at every step. */
function priors(members: readonly Member[], steps: number) {
  const { options } = members[0]!.given.data;
  const data = new Float32Array(steps * members.length * options);
  for (let step = 0; step < steps; step++) {
    members.forEach(({ examples }, m) => {
      data.set(examples.prior, (step * members.length + m) * options);
    });
  }
  return ndarray(data, [steps, members.length, options]);
}

type Batches = readonly (readonly Int32Array[])[];

/** `ids: [steps, members, texts, seq]`, filled up with 0; `lengths: [steps, members, texts]`. */
function tokens(members: readonly Member[], batches: Batches, texts: number): Arrays {
  const all = batches.flatMap((ofStep) =>
    ofStep.flatMap((rows, m) => members[m]!.examples.idsOf(rows)),
  );
  const lengths = Int32Array.from(all, ({ length }) => length);
  const seq = lengths.reduce((most, length) => Math.max(most, length), 0);
  const ids = new Int32Array(all.length * seq);
  all.forEach((text, i) => {
    ids.set(text, i * seq);
  });
  const lead = [batches.length, members.length, texts];
  return { ids: ndarray(ids, [...lead, seq]), lengths: ndarray(lengths, lead) };
}

/** `[steps, members, examples, options]`. */
function labels(members: readonly Member[], batches: Batches, examples: number) {
  const { options } = members[0]!.given.data;
  const size = examples * options;
  const data = new Float32Array(batches.length * members.length * size);
  batches.forEach((ofStep, step) => {
    ofStep.forEach((rows, m) => {
      const values = members[m]!.examples.labelsOf(rows).data as Float32Array;
      data.set(values, (step * members.length + m) * size);
    });
  });
  return ndarray(data, [batches.length, members.length, examples, options]);
}
