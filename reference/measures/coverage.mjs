// How often the 95% intervals of bootstrapPgr hold the truth, by simulation on a model whose truth
// is known.
//
//     npm run build && node reference/measures/coverage.mjs [trials=400]
//
// The model is that of simulated.mjs, with weak .78, student .81, ceiling .84: true PGR .5. `S
// draws` instead of the S - 1 that resampler makes is shown for halves of their own.

import { bootstrapPgr, random } from "../../packages/lab/dist/index.js";
import { resampler } from "../../packages/lab/dist/internals.js";
import { simulate } from "./simulated.mjs";

const trials = Number(process.argv[2] ?? 400);
const truth = { weak: 0.78, student: 0.81, ceiling: 0.84, gap: 0.06, gain: 0.03, pgr: 0.5 };
const probits = { weak: 0.7721932, student: 0.8778963, ceiling: 0.9944579 }; // Phi^-1 of the accuracies

const columns = [
  "test examples", "seeds", "seed spread", "halves", "draws of seeds", "weak", "gap", "gain", "PGR",
  "PGR defined", "PGR width (median)",
];
console.log(`| ${columns.join(" | ")} |`);
console.log(`| ${columns.map(() => "---").join(" | ")} |`);
for (const n of [400, 1800]) {
  for (const seeds of [1, 2, 3, 5, 10]) {
    for (const tau of [0.05, 0.15]) {
      const standard = resampler({ examples: n, seeds, resamples: 1000 });
      report(n, seeds, tau, "own", "S - 1", standard);
      if (seeds === 1) continue;
      report(n, seeds, tau, "own", "S", { ...standard, seedCounts: allDraws(seeds) });
      report(n, seeds, tau, "shared", "S - 1", standard);
    }
  }
}

function report(n, seeds, tau, halves, draws, shared) {
  const inside = { weak: 0, gap: 0, gain: 0, pgr: 0 };
  const widths = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const cell = simulate({
      ...{ n, seeds, tau, halves, probits },
      stream: random(trial, "coverage"),
    });
    const summary = bootstrapPgr(cell, { metric: "accuracy", resampler: shared });
    for (const name of ["weak", "gap", "gain"]) inside[name] += holds(summary[name], truth[name]);
    if (summary.pgr.defined) {
      inside.pgr += holds(summary.pgr, truth.pgr);
      widths.push(summary.pgr.high - summary.pgr.low);
    }
  }
  const share = (count, of = trials) => (of === 0 ? "-" : (count / of).toFixed(3).replace(/^0/, ""));
  const width = widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)];
  // Seed spread as the standard deviation of a role's true accuracy between seeds: density x tau.
  const spread = (0.29 * tau) / Math.sqrt(2 + tau * tau);
  const cells = [
    n, seeds, spread.toFixed(3).replace(/^0/, ""), halves, draws, share(inside.weak),
    share(inside.gap), share(inside.gain), share(inside.pgr, widths.length), share(widths.length),
    width?.toFixed(2),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

function holds({ low, high }, value) {
  return low <= value && value <= high ? 1 : 0;
}

function allDraws(seeds) {
  const counts = new Uint8Array(seeds);
  return (b) => {
    counts.fill(0);
    const stream = random(b, "S draws");
    for (let draw = 0; draw < seeds; draw += 1) counts[stream.integer(seeds)] += 1;
    return counts;
  };
}
