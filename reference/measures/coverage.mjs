// How often the 95% intervals of bootstrapPgr hold the truth, by simulation on a model whose truth
// is known.
//
//     npm run build && node reference/measures/coverage.mjs [trials=400]
//
// Model: role k in {weak, student, ceiling} with seed s has test example i right when
//     mu_k + tau * a_ks + b_i + e_ksi > 0,   all terms standard normal but for mu_k,
// b_i the example's own difficulty, a_ks the luck of a seed, and e of the student .6 of its
// supervisor's e (it copies) plus .8 of its own. The mean accuracy over seeds and examples is then
// Phi(mu_k / sqrt(2 + tau^2)), so mu_k is set for the wanted accuracies: weak .78, student .81,
// ceiling .84, true PGR .5.
//
// Halves: a seed's luck is that of the rows it is trained on. "own": every seed has rows of its own,
// so a_ks are independent. "shared": seeds halve one pool, as studies do; each of 400 pool rows has
// an influence on each role, standard normal, and a_ks is the sum over the role's half (supervise
// for weak, transfer for student and ceiling) over sqrt(200). Two seeds then share about half of
// their rows, and their luck correlates by .5: the pool's own luck is in all of them, and no
// resampling of seeds can see it. `S draws` instead of the S - 1 that resampler makes is shown for
// halves of their own.

import { ndarray } from "@w2s/grad";
import { bootstrapPgr, resampler } from "../../packages/lab/dist/measures/index.js";
import { random } from "../../packages/lab/dist/random.js";

const trials = Number(process.argv[2] ?? 400);
const truth = { weak: 0.78, student: 0.81, ceiling: 0.84, gap: 0.06, gain: 0.03, pgr: 0.5 };
const probit = { weak: 0.7721932, student: 0.8778963, ceiling: 0.9944579 }; // Phi^-1 of the accuracies
const roles = ["weak", "student", "ceiling"];
const poolRows = 400;

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
    const cell = simulate(n, seeds, tau, halves, random(trial, "coverage"));
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

/** The luck of each role under each seed, [seeds] objects. */
function luckOf(seeds, halves, stream) {
  if (halves === "own") {
    return Array.from({ length: seeds }, () =>
      Object.fromEntries(roles.map((role) => [role, stream.normal()])),
    );
  }
  const influence = Object.fromEntries(
    roles.map((role) => [role, Float64Array.from({ length: poolRows }, () => stream.normal())]),
  );
  return Array.from({ length: seeds }, () => {
    const order = stream.permutation(poolRows);
    const [supervise, transfer] = [order.subarray(0, poolRows / 2), order.subarray(poolRows / 2)];
    const sum = (role, rows) => rows.reduce((total, row) => total + influence[role][row], 0);
    return Object.fromEntries(
      roles.map((role) => {
        const rows = role === "weak" ? supervise : transfer;
        return [role, sum(role, Array.from(rows)) / Math.sqrt(poolRows / 2)];
      }),
    );
  });
}

function simulate(n, seeds, tau, halves, stream) {
  const difficulty = Float64Array.from({ length: n }, () => stream.normal());
  const cell = {
    roles: { weak: [], student: [], ceiling: [] },
    truth: Int32Array.from({ length: n }, (_, i) => i % 2),
  };
  const scale = Math.sqrt(2 + tau * tau);
  const luck = luckOf(seeds, halves, stream);
  for (let seed = 0; seed < seeds; seed += 1) {
    const noise = Float64Array.from({ length: n }, () => stream.normal());
    for (const role of roles) {
      const data = new Float32Array(2 * n);
      for (let i = 0; i < n; i += 1) {
        const own =
          role === "weak"
            ? noise[i]
            : role === "student"
              ? 0.6 * noise[i] + 0.8 * stream.normal()
              : stream.normal();
        const right = probit[role] * scale + tau * luck[seed][role] + difficulty[i] + own > 0;
        data[2 * i + (right ? i % 2 : 1 - (i % 2))] = 1;
      }
      cell.roles[role].push({ probabilities: ndarray(data, [n, 2]) });
    }
  }
  return cell;
}
