// What every kind of supervisor must hold: one suite for all of the map. Each one's own promises
// stand in its own test.

import { readFileSync } from "node:fs";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { askedOf, countsTask, roomOf } from "../../test/asked.js";
import { drawn, probe, rows } from "../index.js";
import { parseStudy } from "../study/index.js";
import {
  biased,
  ensemble,
  errors,
  labels,
  noisy,
  type SupervisorBase,
  type SupervisorSpec,
  simulatable,
  supervisor,
  supervisorKind,
  supervisorKinds,
  trained,
} from "./index.js";

const quick = { epochs: 3, batchSize: 32 };
const weak = probe(drawn(6), quick);
const other = probe(drawn(12), quick);

/** Labels of every example of the task of K options, by two people. */
const people = (options: number) =>
  rows("people", () =>
    Array.from({ length: 600 }, (_, i) => ({
      id: `counts-${i >> 1}`,
      who: i % 2 === 0 ? "ann" : "bob",
      answer: ((i >> 1) + Number(i % 7 === 0)) % options,
    })),
  );

/** One of each kind, for K options. */
const specs: {
  readonly [K in SupervisorSpec["kind"]]: (options: number) => SupervisorBase;
} = {
  trained: () => trained(weak),
  errors: () => errors({ where: "unconfident", of: weak, rate: 0.2 }),
  biased: () => biased({ kind: "easy", by: ({ inputs }) => inputs[0]!.length, rate: 0.2 }),
  noisy: () => noisy(weak, { rate: 0.1, where: "unsure" }),
  labels: (options) => labels(people(options), { label: "answer", annotator: "who" }),
  ensemble: () => ensemble([weak, other], { combine: "learned" }),
  simulatable: () => simulatable(drawn(12), 4),
  supervisor: () =>
    supervisor("keywords", { word: "c0" }, ({ examples, rows: asked, options, K }) =>
      Array.from(asked, (row) => {
        const isFirst = examples[row]!.inputs[0]!.split(" ").includes(String(options.word));
        return Array.from({ length: K }, (_, k) => Number(isFirst ? k === 0 : k === K - 1));
      }),
    ),
};

/** Of each kind, the JSON of a supervisor and the same made by calls; null: JSON holds none. */
const json: {
  readonly [K in SupervisorSpec["kind"]]: { readonly item: object; readonly same: unknown } | null;
} = {
  trained: null, // A student's own JSON; see study-json.
  errors: {
    item: {
      where: "hardest",
      difficulty: "steps",
      like: { errors: { where: "random", rate: 0.1 } },
    },
    same: errors({
      where: "hardest",
      difficulty: "steps",
      like: errors({ where: "random", rate: 0.1 }),
    }),
  },
  biased: {
    item: { kind: "adversarial", by: "difficulty", rate: 0.1, toward: 0 },
    same: biased({ kind: "adversarial", by: "difficulty", rate: 0.1, toward: 0 }),
  },
  noisy: {
    item: {
      supervisor: { errors: { where: "random", rate: 0.1 } },
      rate: 0.2,
      where: { class: 1 },
    },
    same: noisy(errors({ where: "random", rate: 0.1 }), { rate: 0.2, where: { class: 1 } }),
  },
  labels: {
    item: { source: "people.jsonl", label: "answer", annotator: "who", combine: "dawid-skene" },
    same: labels("people.jsonl", { label: "answer", annotator: "who", combine: "dawid-skene" }),
  },
  ensemble: {
    item: {
      supervisors: [
        { errors: { where: "random", rate: 0.1 } },
        { labels: { source: "a.csv", label: "l" } },
      ],
      combine: [1, 3],
    },
    same: ensemble([errors({ where: "random", rate: 0.1 }), labels("a.csv", { label: "l" })], {
      combine: [1, 3],
    }),
  },
  simulatable: {
    item: { model: "m", layer: 2, k: 30, C: 2 },
    same: simulatable(
      {
        ...drawn(4),
        kind: "model",
        model: "m",
        revision: undefined,
        alias: "m",
        layer: 2,
        pooling: "mean",
        maxTokens: undefined,
      } as never,
      30,
      { C: 2 },
    ),
  },
  supervisor: null, // A function.
};

const kinds = Object.keys(supervisorKinds) as SupervisorSpec["kind"][];
const optionsOf = (kind: string) => (kind === "simulatable" ? [2] : [2, 3]);

describe.each(kinds)("supervisor %s", (kind) => {
  it.each(optionsOf(kind))("labels all asked rows by distributions over %i options", async (K) => {
    const room = await roomOf(countsTask(K));
    const before = JSON.stringify(room.examples);
    const { labels: said } = await askedOf(specs[kind](K), room);
    expect(said.rows).toEqual(room.asked(0));
    expect(said.probabilities.shape).toEqual([said.rows.length, K]);
    for (let i = 0; i < said.rows.length; i++) {
      const row = said.probabilities.data.subarray(i * K, (i + 1) * K);
      expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }
    expect(JSON.stringify(room.examples)).toBe(before);
  });

  it("says the same bytes for the same seed, and is another step under another", async () => {
    const [one, same] = [await roomOf(countsTask(2)), await roomOf(countsTask(2))];
    const first = await askedOf(specs[kind](2), one);
    const second = await askedOf(specs[kind](2), same);
    expect(second.step.name).toBe(first.step.name);
    expect(Buffer.from(second.labels.probabilities.data.buffer)).toEqual(
      Buffer.from(first.labels.probabilities.data.buffer),
    );
    expect(same.say(specs[kind](2) === undefined ? trained(weak) : first2(kind), 1).name).not.toBe(
      first.step.name,
    );
  });
});
