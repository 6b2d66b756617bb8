// What every kind of supervisor must hold: one suite for all of the map. Each one's own promises
// stand in its own test.

import { readFileSync } from "node:fs";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { drawn, model } from "../reading/index.js";
import { finetune, probe, type StudentSpec } from "../students/index.js";
import { parseStudy } from "../study/index.js";
import { rows } from "../tasks/index.js";
import {
  assisted,
  audited,
  biased,
  consultancy,
  debate,
  decomposition,
  ensemble,
  errors,
  labels,
  limited,
  madeOf,
  noisy,
  recursive,
  type SupervisorBase,
  type SupervisorSpec,
  simulatable,
  supervisor,
  supervisorKind,
  supervisorKinds,
  taught,
  trained,
  withParts,
} from "./index.js";

const weak = probe(drawn(6), { epochs: 3, batchSize: 32 });
const other = probe(drawn(12), { epochs: 3, batchSize: 32 });

/** Labels of every example of the task of K options, by two people. */
const people = (options: number) =>
  rows(
    "people",
    Array.from({ length: 600 }, (_, i) => ({
      id: `counts-${i >> 1}`,
      who: i % 2 === 0 ? "ann" : "bob",
      answer: ((i >> 1) + Number(i % 7 === 0)) % options,
    })),
  );

const keywords = (word: string) =>
  supervisor("keywords", { word }, async ({ examples, rows: asked, options, K }) =>
    Array.from(asked, (row) => {
      const has = examples[row]!.inputs[0]!.split(" ").includes(String(options.word));
      return Array.from({ length: K }, (_, k) => Number(k === (has ? 0 : K - 1)));
    }),
  );

type Kind = SupervisorSpec["kind"];

/** One of each kind, for K options. */
const specs: { readonly [K in Kind]: (options: number) => SupervisorBase } = {
  trained: () => trained(weak),
  taught: () => taught(other, { by: weak }),
  errors: () => errors({ where: "unconfident", of: weak, rate: 0.2 }),
  biased: () => biased({ kind: "easy", by: ({ inputs }) => inputs[0]!.length, rate: 0.2 }),
  noisy: () => noisy(weak, { rate: 0.1, where: "unsure" }),
  audited: () => audited(weak, { oracle: 9, by: other }),
  labels: (options) => labels(people(options), { label: "answer", annotator: "who" }),
  ensemble: () => ensemble([weak, other], { combine: "learned" }),
  simulatable: () => simulatable(drawn(12), 4),
  limited: () => limited(weak, { tokens: 3 }),
  assisted: () => assisted(weak, { by: other, shows: "confidence" }),
  decomposition: () => decomposition(weak, { combine: "probabilities" }),
  consultancy: () => consultancy(weak, { by: other, position: "assigned" }),
  debate: () => debate(weak, { by: [other, other], turns: 2 }),
  recursive: () => recursive(weak, { rounds: 2, shows: "confidence" }),
  supervisor: () => keywords("c0"),
};

const wrong = errors({ where: "random", rate: 0.1 });
const wrongJson = { errors: { where: "random", rate: 0.1 } };

/** Of each kind, JSON and the same made by calls; null: its JSON is none. */
const json: { readonly [K in Kind]: { readonly item: object; readonly same: object } | null } = {
  trained: { item: { model: "m", finetune: { epochs: 1 } }, same: trainedOn("m") },
  taught: {
    item: { taught: { student: { model: "m", finetune: {} }, by: wrongJson, password: "x" } },
    same: taught(finetune(model("m")), { by: wrong, password: "x" }),
  },
  errors: {
    item: { errors: { where: "hardest", difficulty: "steps", like: wrongJson } },
    same: errors({ where: "hardest", difficulty: "steps", like: wrong }),
  },
  biased: {
    item: { biased: { kind: "adversarial", by: "steps", rate: 0.1, toward: 0 } },
    same: biased({ kind: "adversarial", by: "steps", rate: 0.1, toward: 0 }),
  },
  noisy: {
    item: { noisy: { supervisor: wrongJson, rate: 0.2, where: { class: 1 } } },
    same: noisy(wrong, { rate: 0.2, where: { class: 1 } }),
  },
  audited: {
    item: { audited: { supervisor: wrongJson, oracle: 20, by: { model: "m", layer: 2 } } },
    same: audited(wrong, { oracle: 20, by: probe(model("m").layer(2)) }),
  },
  labels: {
    item: { labels: { source: "a.jsonl", label: "l", annotator: "who", combine: "dawid-skene" } },
    same: labels("a.jsonl", { label: "l", annotator: "who", combine: "dawid-skene" }),
  },
  ensemble: {
    item: { ensemble: { supervisors: [wrongJson, { model: "m", layer: 2 }], combine: [1, 3] } },
    same: ensemble([wrong, probe(model("m").layer(2))], { combine: [1, 3] }),
  },
  simulatable: {
    item: { simulatable: { model: "m", layer: 2, k: 30, C: 2 } },
    same: simulatable(model("m").layer(2), 30, { C: 2 }),
  },
  limited: {
    item: { limited: { supervisor: wrongJson, tokens: 5, last: 2 } },
    same: limited(wrong, { tokens: 5, last: 2 }),
  },
  assisted: {
    item: {
      assisted: {
        supervisor: wrongJson,
        by: { model: "m", layer: 2 },
        shows: "answer",
        trainedWith: wrongJson,
      },
    },
    same: assisted(wrong, {
      ...{ by: probe(model("m").layer(2)), shows: "answer", trainedWith: wrong },
    }),
  },
  decomposition: {
    item: { decomposition: { supervisor: wrongJson, wrong: { rate: 0.1 } } },
    same: decomposition(wrong, { wrong: { rate: 0.1 } }),
  },
  consultancy: {
    item: {
      consultancy: { supervisor: wrongJson, by: { model: "m", layer: 2 }, position: "chosen" },
    },
    same: consultancy(wrong, { by: probe(model("m").layer(2)), position: "chosen" }),
  },
  debate: {
    item: {
      debate: {
        supervisor: wrongJson,
        by: [{ model: "m", layer: 2 }, wrongJson],
        turns: 3,
        checks: "exact",
      },
    },
    same: debate(wrong, { by: [probe(model("m").layer(2)), wrong], turns: 3, checks: "exact" }),
  },
  recursive: {
    item: {
      recursive: { supervisor: wrongJson, rounds: 2, difficulty: "steps", remark: "{label}" },
    },
    same: recursive(wrong, { rounds: 2, difficulty: "steps", remark: "{label}" }),
  },
  supervisor: null,
};

function trainedOn(name: string) {
  return trained(finetune(model(name), { epochs: 1 }));
}

const studyWith = (item: unknown) =>
  parseStudy(
    {
      task: { kind: "table", source: "a.tsv", text: "text", label: "label" },
      supervisors: [item],
      students: [{ model: "strong", layer: 3 }],
    },
    "a.json",
  );

/** What a page's table of options says: names and whether there is a default. */
const documented = (kind: string) => {
  const page = readFileSync(
    new URL(`../../../../docs/supervisors/${kind}.md`, import.meta.url),
    "utf8",
  );
  return [...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!).sort();
};

const kinds = Object.keys(supervisorKinds) as Kind[];

describe.each(kinds)("supervisor %s", (kind) => {
  // A search for a minimum takes two options.
  const options = kind === "simulatable" ? [2] : [2, 3];

  it.each(options)("labels all asked rows with distributions over %i options", async (K) => {
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

  it("says the same bytes for the same seed", async () => {
    const one = await askedOf(specs[kind](2), await roomOf(countsTask(2)));
    const same = await askedOf(specs[kind](2), await roomOf(countsTask(2)));
    expect(same.step.name).toBe(one.step.name);
    expect(same.labels.probabilities.data).toEqual(one.labels.probabilities.data);
    const room = await roomOf(countsTask(2));
    expect((await askedOf(specs[kind](2), room, 1)).step.name).not.toBe(one.step.name);
  });

  it("can be asked about the held part of supervise too, as of the rest before", async () => {
    const room = await roomOf(countsTask(2));
    const held = room.withHeld();
    const { labels: usual } = await askedOf(specs[kind](2), room);
    const { labels: wider } = await askedOf(specs[kind](2), held);
    const { length } = usual.rows;
    expect(wider.rows.length).toBe(length + room.rows(0).superviseHeld.length);
    expect(wider.rows.subarray(0, length)).toEqual(usual.rows);
    expect(wider.probabilities.data.subarray(0, 2 * length)).toEqual(usual.probabilities.data);
  });

  it("is the same from JSON, or says that JSON cannot hold it", () => {
    const given = json[kind];
    if (given === null) {
      expect(() => studyWith({ [kind]: {} })).toThrow(/^a\.json: supervisor: is a function/);
      return;
    }
    expect(studyWith(given.item).supervisors).toEqual([given.same]);
    expect(JSON.parse(JSON.stringify(given.same))).toMatchObject({ kind });
  });

  it("has a label, its parts, and is unchanged where no part changes", () => {
    const spec = specs[kind](2);
    expect(supervisorKind(spec).name).toBe(kind);
    expect(spec.label.length).toBeGreaterThan(0);
    const { students, supervisors } = madeOf(spec);
    for (const part of supervisors) expect(supervisorKind(part).name).toBeDefined();
    for (const part of students) expect(part.label.length).toBeGreaterThan(0);
    expect(withParts(spec, { student: (one) => one, supervisor: (one) => one })).toEqual(spec);
  });

  it("says of every student and supervisor in it that it holds one", () => {
    const spec = json[kind]?.same ?? specs[kind](2);
    const isPart = (value: unknown): boolean =>
      Array.isArray(value)
        ? value.length > 0 && value.every(isPart)
        : typeof value === "object" && value !== null && "kind" in value && "label" in value;
    const found = Object.entries(spec).flatMap(([field, value]) => (isPart(value) ? field : []));
    expect(Object.keys(supervisorKinds[kind].holds)).toEqual(expect.arrayContaining(found));
  });

  it("has the label of the parts that took the place of its own", () => {
    const spec = specs[kind](2);
    const student = (one: StudentSpec): StudentSpec => ({ ...one, label: "another" });
    const supervisor = (one: SupervisorBase) => withParts(one, { student, supervisor });
    const changed = supervisor(spec);
    const { students, supervisors } = madeOf(spec);
    if (students.length + supervisors.length === 0) return expect(changed).toEqual(spec);
    const parts = madeOf(changed);
    const labels = [...parts.students, ...parts.supervisors].map(({ label }) => label);
    expect(labels).toHaveLength(students.length + supervisors.length);
    expect(new Set(labels)).toEqual(new Set(["another"]));
    expect(changed.label).toContain("another");
  });

  it("documents every option and no other", () => {
    expect(documented(kind)).toEqual(Object.keys(supervisorKinds[kind].schema.shape).sort());
  });

  it("refuses an option that it does not know", () => {
    const item = json[kind]?.item;
    if (!item || kind === "trained") return expect(kind).toMatch(/^(trained|supervisor)$/);
    const own = Object.values(item)[0] as object;
    const read = () => studyWith({ [kind]: { ...own, nonsense: 1 } });
    expect(read).toThrow(InputError);
    expect(read).toThrow(/nonsense/);
  });
});
