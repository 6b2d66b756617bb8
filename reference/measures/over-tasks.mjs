// How often intervals over tasks hold the truth, by simulation, and what selecting cells by the
// scores that are then reported does to a median of PGR.
//
//     npm run build && node reference/measures/over-tasks.mjs TASKS [studies=600]
//     npm run build && node reference/measures/over-tasks.mjs selection [cells=1500]
//
// Coverage. Each task has a weak accuracy uniform in [.65, .8], a gap uniform in [.06, .16], a PGR
// and a difference of two methods normal about .5 and .01 (or, skewed, exponential), with the
// spread that the table says. Its predictions are those of simulated.mjs: 400 test examples, five
// seeds that halve one pool, tau .1 (a role's true accuracy differs by two points between seeds).
// Compared, each from the same 200 draws a task: the percentile of the hierarchical bootstrap; BCa;
// its standard error, with T - 1 of T tasks drawn, times Student's t (examples and seeds count
// twice there: in the tasks' spread, and drawn again); what w2s reports.
//
// Selection. Single cells, weak .7, gap uniform in [.02, .10], PGR the same everywhere, so that
// whatever is selected has that median; tau .15. Reported: the median PGR of all cells (the median
// of ratios with noise below the line is not the ratio), of cells whose gap is clear on all seeds,
// and by the seeds that do not select. "own": seeds with rows of their own; "shared": halves of one
// pool, whose luck all of them have.

import { random } from "../../packages/lab/dist/index.js";
import {
  hierarchical,
  median,
  meanOverTasks,
  medianOverTasks,
  percentileInterval,
  ratioOverTasks,
  recovered,
  resampledRoles,
  resampler,
  selectedPgr,
  summarize,
  tBound,
} from "../../packages/lab/dist/internals.js";
import { probit, simulate } from "./simulated.mjs";

const [what = "5", count] = process.argv.slice(2);
const [examples, seeds] = [400, 5];
const share = (value) => value.toFixed(3).replace(/^0/, "");
const mean = (values) => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return sum / values.length;
};
const sdOf = (values) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

const ways = ["percentile", "BCa", "error x t", "w2s"];
const statistics = {
  "mean difference": { of: ([difference]) => mean(difference), truth: () => 0.01 },
  "ratio of means": { of: ([, gain, gap]) => recovered(mean(gain), mean(gap)), truth: () => 0.5 },
  "median PGR": {
    of: ([, gain, gap]) => median(Array.from(gain, (one, t) => recovered(one, gap[t]))),
    truth: ({ pgrSpread, skewed }) => 0.5 + (skewed ? pgrSpread * (Math.LN2 - 1) : 0),
  },
};

const draws = resampler({ examples, seeds, resamples: 200 });
if (what === "selection") selection(Number(count ?? 1500));
else {
  console.log(`| tasks | spread of PGR, of difference | statistic | ${ways.join(" | ")} | width |`);
  console.log(`| --- | --- | --- | ${ways.map(() => "---").join(" | ")} | --- |`);
  for (const kind of [
    { pgrSpread: 0.25, differenceSpread: 0.02, skewed: false },
    { pgrSpread: 0.1, differenceSpread: 0.01, skewed: false },
    { pgrSpread: 0, differenceSpread: 0, skewed: false },
    { pgrSpread: 0.25, differenceSpread: 0.02, skewed: true },
  ]) {
    coverage(Number(what), kind, Number(count ?? 600));
  }
}

function coverage(tasks, kind, studies) {
  const inside = new Map();
  const widths = new Map();
  for (let study = 0; study < studies; study += 1) {
    const stream = random(study, `over tasks ${tasks}`);
    const all = Array.from({ length: tasks }, () => taskOf(kind, stream));
    for (const [name, { of, truth }] of Object.entries(statistics)) {
      const intervals = intervalsOf(name, of, all);
      const at = truth(kind);
      for (const [way, interval] of Object.entries(intervals)) {
        // No interval: nothing is claimed, and nothing missed.
        const holds = interval === null || (interval.low <= at && at <= interval.high);
        const key = `${name}/${way}`;
        inside.set(key, (inside.get(key) ?? 0) + Number(holds));
        if (way === "w2s") {
          widths.set(name, [
            ...(widths.get(name) ?? []),
            interval === null ? Number.POSITIVE_INFINITY : interval.high - interval.low,
          ]);
        }
      }
    }
  }
  const { pgrSpread, differenceSpread, skewed } = kind;
  const spread = `${pgrSpread}, ${differenceSpread}${skewed ? ", skewed" : ""}`;
  for (const name of Object.keys(statistics)) {
    const shares = ways.map((way) => share(inside.get(`${name}/${way}`) / studies));
    const width = median(widths.get(name)).toFixed(3);
    console.log(`| ${[tasks, spread, name, ...shares, width].join(" | ")} |`);
  }
}

/** Columns difference, gain, gap of one task: the values, and their draws [200]. */
function taskOf({ pgrSpread, differenceSpread, skewed }, stream) {
  const off = () => (skewed ? -Math.log1p(-stream.uniform()) - 1 : stream.normal());
  const weak = 0.65 + 0.15 * stream.uniform();
  const gap = 0.06 + 0.1 * stream.uniform();
  const student = weak + (0.5 + pgrSpread * off()) * gap;
  const second = student + 0.01 + differenceSpread * off();
  const cell = predictions({ weak, student, untouched: second, ceiling: weak + gap }, stream);
  // The second method sits where the untouched student does: any role is resampled alike.
  const roles = resampledRoles(cell, "accuracy", draws);
  const [w, s, u, c] = ["weak", "student", "untouched", "ceiling"].map((role) => roles.get(role));
  return [
    [u, s],
    [s, w],
    [c, w],
  ].map(([one, other]) => ({
    value: one.value - other.value,
    draws: one.values.map((value, b) => value - other.values[b]),
  }));
}

function predictions(accuracies, stream, how = { halves: "shared", tau: 0.1 }) {
  const bounded = (value) => Math.min(0.995, Math.max(0.05, value));
  const probits = Object.fromEntries(
    Object.entries(accuracies).map(([role, value]) => [role, probit(bounded(value))]),
  );
  return simulate({ n: examples, seeds, ...how, probits, stream });
}

function intervalsOf(name, of, all) {
  const values = (some) => [0, 1, 2].map((column) => some.map((task) => task[column].value));
  const drawn = all.map((task) => task.map(({ draws: each }) => each));
  const value = of(values(all));
  const replicates = hierarchical(drawn, of);
  // T - 1 of T tasks: the last place is left out.
  const fewer = hierarchical(drawn, (columns) => of(columns.map((one) => one.subarray(1))));
  const half = tBound(0.95, all.length - 1) * sdOf(fewer);
  return {
    percentile: percentileInterval(value, replicates, 0.95),
    BCa: accelerated(value, replicates, all.map((_, out) => of(values(all.toSpliced(out, 1))))),
    "error x t": Number.isFinite(half) ? { low: value - half, high: value + half } : null,
    w2s: reported(name, all),
  };
}

/** What w2s says. */
function reported(name, all) {
  if (name === "mean difference") return meanOverTasks(all.map(([one]) => one)).interval;
  if (name === "ratio of means") {
    return ratioOverTasks(all.map(([, gain, gap]) => ({ gain, gap })))?.interval ?? null;
  }
  const pgrs = all.map(([, gain, gap]) => ({
    value: recovered(gain.value, gap.value),
    draws: gain.draws.map((one, b) => recovered(one, gap.draws[b])),
  }));
  return medianOverTasks(pgrs).interval;
}

/** Efron 1987: bias and acceleration corrected, the latter by leaving out a task at a time. */
function accelerated(value, replicates, without) {
  const bias = probit((replicates.filter((one) => one < value).length + 0.5) / 2001);
  const middle = mean(without);
  const squares = without.reduce((sum, one) => sum + (middle - one) ** 2, 0);
  const cubes = without.reduce((sum, one) => sum + (middle - one) ** 3, 0);
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  const sorted = replicates.toSorted();
  const bound = (z) => {
    const moved = bias + (bias + z) / (1 - acceleration * (bias + z));
    const below = sorted.length * phiOf(moved);
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(below)))];
  };
  return { low: bound(-1.96), high: bound(1.96) };
}

function phiOf(z) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (probit(middle) < z) low = middle;
    else high = middle;
  }
  return low;
}

function selection(cells) {
  const columns = ["halves", "PGR", "all cells", "clear on all seeds", "selected by other seeds"];
  console.log(`\n| ${columns.join(" | ")} |\n| ${columns.map(() => "---").join(" | ")} |`);
  const guarded = resampler({ examples, seeds, resamples: 400 });
  for (const halves of ["own", "shared"]) {
    for (const pgr of [0.2, 0.8]) {
      const [all, clear, other] = [[], [], []];
      for (let i = 0; i < cells; i += 1) {
        const stream = random(i, `selection ${pgr}`);
        const gap = 0.02 + 0.08 * stream.uniform();
        const accuracies = { weak: 0.7, student: 0.7 + pgr * gap, ceiling: 0.7 + gap };
        const cell = predictions(accuracies, stream, { halves, tau: 0.15 });
        const roles = resampledRoles(cell, "accuracy", guarded);
        const scores = summarize(cell, roles, { metric: "accuracy" });
        const bySeed = Object.fromEntries([...roles].map(([role, one]) => [role, one.bySeed]));
        all.push(recovered(scores.gain.value, scores.gap.value));
        if (scores.pgr.defined) clear.push(scores.pgr.value);
        const counted = selectedPgr({ ...scores, bySeed, draws: null });
        if (counted !== null) other.push(counted.value);
      }
      const shown = [clear, other].map(
        (values) => `${share(median(values))} (${share(values.length / cells)} of cells)`,
      );
      console.log(`| ${[halves, pgr, share(median(all)), ...shown].join(" | ")} |`);
    }
  }
}
