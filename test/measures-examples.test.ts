// The worked examples of docs/measures.md: every value there is computed anew from the tables above
// it, by the code that computes it for a study.

import { readFileSync } from "node:fs";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import {
  hierarchical,
  meanOverTasks,
  median,
  medianOverTasks,
  overlapShares,
  ratioOverTasks,
  selectedPgr,
} from "../packages/lab/src/index.js";
import { percentileInterval } from "../packages/lab/src/measures/bootstrap/interval.js";
import { compareMethods, scoreCell } from "../packages/lab/src/measures/index.js";
import { medianInterval } from "../packages/lab/src/measures/over-tasks/over-tasks.js";
import { holm } from "../packages/report/src/holm.js";

const page = readFileSync(new URL("../docs/measures.md", import.meta.url), "utf8");
const section = page.split("### Worked examples")[1]!.split(/^##+ /m)[0]!;

/** A table of the section, by its first header, as cells. */
function table(first: string): string[][] {
  const lines = section.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

/** The numbers of a table without its first column, by column. */
function columns(first: string): number[][] {
  const rows = table(first).map((cells) => cells.slice(1).map(Number));
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!));
}

function example() {
  const [truth, weak, student, ceiling] = columns("example") as Four;
  const said = (ones: readonly number[]) => [
    {
      probabilities: ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [
        ones.length,
        2,
      ]),
    },
  ];
  const cell = { weak: said(weak), student: said(student), ceiling: said(ceiling) };
  const options = { metric: "accuracy", resamples: 100 } as const;
  return scoreCell({ roles: cell, truth: Int32Array.from(truth) }, options).scores;
}
type Four = [number[], number[], number[], number[]];

function values(): Readonly<Record<string, number | null | undefined>> {
  const { scores, agreement, errorsRepeated, gap, gain } = example();
  const [gains, gaps, ahead] = columns("task") as [number[], number[], number[]];
  const task = (value: number) => ({ value, draws: null });
  const pgrs = gains.map((one, t) => one / gaps[t]!);
  const ratio = ratioOverTasks(gains.map((one, t) => ({ gain: task(one), gap: task(gaps[t]!) })))!;
  const [meanGain, meanAhead] = [gains, ahead].map((all) => meanOverTasks(all.map(task)));
  const [weak, student, ceiling] = columns("seed") as [number[], number[], number[]];
  const percentiles = percentileInterval(
    0,
    Float64Array.from({ length: 200 }, (_, b) => b + 1),
    0.95,
  );
  const [drawn, none] = [Float64Array.of(0.01, 0.03), new Float64Array(2)];
  const three = [0.1, 0.2, 0.3].map((value) => [Float64Array.of(value)]);
  const medians = hierarchical(three, ([one]) => median(Array.from(one!))!, { resamples: 20_000 });
  const selected = {
    pgr: { defined: false },
    gain: { value: 0 },
    gap: { value: 0 },
    bySeed: { weak, student, ceiling },
    clearElsewhere: true,
    draws: null,
  } as const;
  return {
    "accuracy, weak": scores.weak.accuracy.value,
    "accuracy, student": scores.student.accuracy.value,
    "AUROC, student": scores.student.auroc?.value,
    "log loss, student": scores.student.logLoss,
    "calibration error, student": scores.student.calibrationError,
    agreement: agreement.overall,
    "agreement where right": agreement.whereSupervisorRight,
    "agreement where wrong": agreement.whereSupervisorWrong,
    "right where overruled": agreement.overruledRight,
    "errors repeated, student - ceiling": errorsRepeated.difference?.value,
    gap: gap.value,
    gain: gain.value,
    PGR: gain.value / gap.value,
    "percentile interval, low": percentiles.low,
    "percentile interval, high": percentiles.high,
    "p of a comparison": compareMethods(
      { value: 0.02, draws: drawn },
      { value: 0, draws: none },
      "",
    ).p,
    "Holm, of .01, .04, .03: the first": holm([0.01, 0.04, 0.03])[0],
    "Holm, of .01, .04, .03: the second": holm([0.01, 0.04, 0.03])[1],
    "median PGR": medianOverTasks(pgrs.map(task))?.value,
    "ratio of means": ratio.value,
    "ratio of means, low": ratio.interval?.low,
    "ratio of means, high": ratio.interval?.high,
    "median gain": medianOverTasks(gains.map(task))?.value,
    "mean gain": meanGain!.value,
    "mean gain, low": meanGain!.interval?.low,
    "mean gain, high": meanGain!.interval?.high,
    "mean difference": meanAhead!.value,
    "p of the mean difference": meanAhead!.p,
    "median PGR, low, without draws": medianOverTasks(pgrs.map(task))?.interval?.low,
    "its coverage": medianInterval(pgrs).coverage,
    "PGR that counts": selectedPgr(selected)?.value,
    ...taughtShares(),
    "share of resamples whose median is the lowest of three tasks":
      medians.filter((value) => value === 0.1).length / medians.length,
  };
}

function taughtShares() {
  const [said, first, second] = columns("taught") as [number[], number[], number[]];
  const paired = (rows: readonly number[][]) =>
    ndarray(Float32Array.from(rows.flat()), [rows.length, 2]);
  const { hard, overlap, easy } = overlapShares(
    paired(said.map((one) => [1 - one, one])),
    paired(first.map((one, i) => [one, second[i]!])),
  )!;
  return { hard, overlap, easy };
}

/** As the page writes it, with as many decimals. */
function written(value: number | null | undefined, like: string): string {
  const decimals = like.split(".")[1]!.length;
  return (value ?? Number.NaN).toFixed(decimals).replace(/^(-?)0\./, "$1.");
}

describe("docs/measures.md", () => {
  it("has worked examples of which every value is what the code gives", () => {
    const found = values();
    const rows = table("number").map(([name, , value]) => [name!, value!] as const);
    expect(rows.map(([name, value]) => [name, written(found[name], value)])).toEqual(rows);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(found));
  });
});
