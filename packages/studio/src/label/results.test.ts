import {
  type AnswerLine,
  answerProbabilities,
  exampleHash,
  type SessionArm,
  type SessionLine,
} from "@w2s/lab/labelling";
import { describe, expect, it } from "vitest";
import type { Project } from "./project.js";
import { sessionResults } from "./results.js";
import { Standing } from "./standing.js";

/** 30 items, all of them right with option 1; the model is right on the first 18. */
const items = Array.from({ length: 30 }, (_, i) => ({
  id: `i${i}`,
  texts: [`text ${i}`],
  hash: exampleHash({ inputs: [`text ${i}`] }, ["no", "yes"]),
  assistance: { by: "m", said: i < 18 ? [0.1, 0.9] : [0.8, 0.2] },
}));
const truth = new Map(items.map(({ id }) => [id, 1]));
const project = { items } as Pick<Project, "items"> as Project;

const said = (i: number, annotator: string, arm: SessionArm, right: boolean): AnswerLine => ({
  what: "answered",
  at: "",
  annotator,
  id: `i${i}`,
  hash: items[i]!.hash,
  arm,
  ms: arm === "alone" ? 2000 : 3000,
  label: Number(right),
  confidence: null,
});

const resultsOf = (lines: readonly SessionLine[]) =>
  sessionResults(project, new Standing(items, lines), truth);

describe("sessionResults", () => {
  it("is each arm's share of right answers, and the model's", () => {
    const { arms, labelled } = resultsOf([
      ...items.map((_, i) => said(i, "ada", "alone", i % 2 === 0)),
      ...items.slice(0, 20).map((_, i) => said(i, "bob", "assisted", i !== 4)),
      { ...said(21, "bob", "assisted", true), what: "skipped" },
    ]);
    const shown = arms.map(({ judge, answers, unanswered, accuracy, seconds }) => [
      judge,
      answers,
      unanswered,
      accuracy.value,
      seconds,
    ]);
    // 15 of 30, 19 of 20, 18 of 30.
    expect(shown).toEqual([
      ["alone", 30, 0, 0.5, 2],
      ["assisted", 20, 1, 0.95, 3],
      ["model alone", 30, null, 0.6, null],
    ]);
    expect(labelled).toBe(30);
    for (const { accuracy } of arms) {
      expect(accuracy.low).toBeLessThan(accuracy.value);
      expect(accuracy.high).toBeGreaterThan(accuracy.value);
    }
  });

  it("holds help against the better of both, on the same items", () => {
    const { help } = resultsOf([
      ...items.map((_, i) => said(i, "ada", "alone", i % 3 === 0)),
      ...items.map((_, i) => said(i, "bob", "assisted", i < 27)),
      ...items.slice(0, 10).map((_, i) => said(i, "eve", "debate", i < 6)),
    ]);
    expect(help.map(({ arm, better, paired }) => [arm, better, paired])).toEqual([
      ["assisted", "model alone", 30],
      ["debate", "model alone", 10],
    ]);
    // 27/30 - 18/30; 6/10 - 18/30.
    expect(help[0]!.difference.value).toBeCloseTo(0.3, 12);
    expect(help[1]!.difference.value).toBeCloseTo(0, 12);
    expect(help[0]!.difference.low).toBeGreaterThan(0);
    expect(help[0]!.p).toBeLessThan(0.01);
    // Holm: the smaller of two, doubled.
    expect(help[0]!.corrected).toBeCloseTo(2 * help[0]!.p, 12);
  });

  it("is narrower where pairing cancels what is common: items that are easy or hard", () => {
    // A model and a person who are right on the same items, but for two that help mended.
    const paired = resultsOf([
      ...items.map((_, i) => said(i, "ada", "alone", i < 10)),
      ...items.map((_, i) => said(i, "bob", "assisted", i < 20)),
    ]).help[0]!;
    // Two items of 30 differ: spread sqrt(p (1 - p) / 30) at p = 2/30 is .046, against .12 apart.
    const width = paired.difference.high - paired.difference.low;
    expect(width).toBeLessThan(4 * 0.046 + 0.02);
    expect(paired.difference.value).toBeCloseTo(2 / 30, 12);
  });

  it("says nothing of help where nobody was alone, or no model spoke", () => {
    expect(resultsOf([said(0, "ada", "assisted", true)]).help).toEqual([]);
    expect(resultsOf([]).arms.map(({ judge }) => judge)).toEqual(["model alone"]);
  });
});

describe("answers as probabilities", () => {
  it("give the option its confidence, and the others the rest", () => {
    const given = { label: 1, confidence: 0.7 };
    expect(answerProbabilities(given, 4, true).map((p) => p.toFixed(2))).toEqual([
      "0.10",
      "0.70",
      "0.10",
      "0.10",
    ]);
    expect(answerProbabilities(given, 4, false)).toEqual([0, 1, 0, 0]);
    expect(answerProbabilities({ label: 0, confidence: null }, 2, true)).toEqual([1, 0]);
  });
});
