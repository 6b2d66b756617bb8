// Cells whose truth is known, for simulations of coverage.
//
// Model: role k in {weak, student, ceiling} with seed s has test example i right when
//     mu_k + tau * a_ks + b_i + e_ksi > 0,   all terms standard normal but for mu_k,
// b_i the example's own difficulty, a_ks the luck of a seed, and e of a student .6 of its
// supervisor's e (it copies) plus .8 of its own. The mean accuracy over seeds and examples is then
// Phi(mu_k / sqrt(2 + tau^2)), so mu_k is set for the wanted accuracies.
//
// Halves: a seed's luck is that of the rows it is trained on. "own": every seed has rows of its own,
// so a_ks are independent. "shared": seeds halve one pool, as studies do; each of 400 pool rows has
// an influence on each role, standard normal, and a_ks is the sum over the role's half (supervise
// for weak, transfer for the others) over sqrt(200). Two seeds then share about half of their rows,
// and their luck correlates by .5: the pool's own luck is in all of them, and no resampling of seeds
// can see it.

import { ndarray } from "@w2s/grad";

const poolRows = 400;

/** Phi^-1, by bisection of the complementary error function's series. */
export function probit(share) {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (phi(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The normal distribution function: 1/2 + density x (z + z^3/3 + z^5/15 + ...). */
function phi(z) {
  let [term, sum] = [z, z];
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * One cell's predictions of n test examples.
 * @param probits by role, Phi^-1 of its accuracy: weak first, ceiling last, students between
 */
export function simulate({ n, seeds, tau, halves, probits, stream }) {
  const roles = Object.keys(probits);
  const difficulty = Float64Array.from({ length: n }, () => stream.normal());
  const cell = {
    roles: Object.fromEntries(roles.map((role) => [role, []])),
    truth: Int32Array.from({ length: n }, (_, i) => i % 2),
  };
  const scale = Math.sqrt(2 + tau * tau);
  const luck = luckOf(roles, seeds, halves, stream);
  for (let seed = 0; seed < seeds; seed += 1) {
    const noise = Float64Array.from({ length: n }, () => stream.normal());
    for (const role of roles) {
      const data = new Float32Array(2 * n);
      for (let i = 0; i < n; i += 1) {
        const own =
          role === "weak"
            ? noise[i]
            : role === "ceiling"
              ? stream.normal()
              : 0.6 * noise[i] + 0.8 * stream.normal();
        const right = probits[role] * scale + tau * luck[seed][role] + difficulty[i] + own > 0;
        data[2 * i + (right ? i % 2 : 1 - (i % 2))] = 1;
      }
      cell.roles[role].push({ probabilities: ndarray(data, [n, 2]) });
    }
  }
  return cell;
}

/** The luck of each role under each seed, [seeds] objects. */
function luckOf(roles, seeds, halves, stream) {
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
