// How often the 95% intervals of bootstrapPgr hold the truth, by simulation on a model whose truth
// is known.
//
//     npm run build && node reference/measures/coverage.mjs [trials=400]
//
// Model: student k in {weak, strong, ceiling} with seed s has test example i right when
//     mu_k + tau * a_ks + b_i + e_ksi > 0,   all terms standard normal but for mu_k,
// b_i the example's own difficulty, a_ks the luck of a seed, and e of the strong student .6 of its supervisor's
// e (it copies) plus .8 of its own. The mean accuracy over seeds and examples is then Phi(mu_k / sqrt(2 + tau^2)), so
// mu_k is set for the wanted accuracies: weak .78, strong .81, ceiling .84, true PGR .5.
// `S draws` instead of the S - 1 that resampler makes is shown beside it.

import { ndarray } from "@w2s/grad";
import { bootstrapPgr, resampler } from "../../packages/lab/dist/measures/index.js";
import { random } from "../../packages/lab/dist/random.js";

const trials = Number(process.argv[2] ?? 400);
const truth = { weak: 0.78, strong: 0.81, ceiling: 0.84, gap: 0.06, gain: 0.03, pgr: 0.5 };
const probit = { weak: 0.7721932, strong: 0.8778963, ceiling: 0.9944579 }; // Phi^-1 of the accuracies

console.log("| test examples | seeds | seed spread | draws of seeds | weak | gap | gain | PGR | PGR defined | PGR width (median) |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const n of [400, 1800]) {
  for (const seeds of [1, 2, 3, 5, 10]) {
    for (const tau of [0.05, 0.15]) {
      const standard = resampler({ examples: n, seeds, resamples: 1000 });
      report(n, seeds, tau, "S - 1", standard);
      if (seeds > 1) report(n, seeds, tau, "S", { ...standard, seedCounts: allDraws(seeds) });
    }
  }
}

function report(n, seeds, tau, draws, shared) {
  const inside = { weak: 0, gap: 0, gain: 0, pgr: 0 };
  const widths = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const summary = bootstrapPgr(simulate(n, seeds, tau, random(trial, "coverage")), { metric: "accuracy", resampler: shared });
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
  console.log(
    `| ${n} | ${seeds} | ${spread.toFixed(3).replace(/^0/, "")} | ${draws} | ` +
    `${share(inside.weak)} | ${share(inside.gap)} | ${share(inside.gain)} | ` +
    `${share(inside.pgr, widths.length)} | ${share(widths.length)} | ${width?.toFixed(2)} |`,
  );
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

function simulate(n, seeds, tau, stream) {
  const difficulty = Float64Array.from({ length: n }, () => stream.normal());
  const test = { weak: [], strong: [], ceiling: [], labels: new Int32Array(n).fill(1) };
  const scale = Math.sqrt(2 + tau * tau);
  for (let seed = 0; seed < seeds; seed += 1) {
    const luck = { weak: stream.normal(), strong: stream.normal(), ceiling: stream.normal() };
    const noise = Float64Array.from({ length: n }, () => stream.normal());
    for (const role of ["weak", "strong", "ceiling"]) {
      const data = new Float32Array(2 * n);
      for (let i = 0; i < n; i += 1) {
        const own = role === "weak" ? noise[i] : role === "strong" ? 0.6 * noise[i] + 0.8 * stream.normal() : stream.normal();
        const right = probit[role] * scale + tau * luck[role] + difficulty[i] + own > 0;
        data[2 * i + (right ? 1 : 0)] = 1;
      }
      test[role].push(ndarray(data, [n, 2]));
    }
  }
  return test;
}
