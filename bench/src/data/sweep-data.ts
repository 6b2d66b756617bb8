// Data for logistic regressions that are not easily fitted: features that share factors and fall
// off in scale, as the activations of a network do, and labels that a linear rule explains in part.

import { random } from "@w2s/lab";

const factors = 20;

/** Features, `[rows, width]`, and label sets of 0 and 1, `[sets][rows]`. */
export function sweepData(rows: number, width: number, sets: number) {
  const draw = random(2, "bench features");
  const normals = (count: number) => Float32Array.from({ length: count }, () => draw.normal());
  const loadings = normals(factors * width);
  const x = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const shared = normals(factors);
    for (let j = 0; j < width; j++) {
      let value = draw.normal();
      for (let f = 0; f < factors; f++) value += (shared[f]! * loadings[f * width + j]!) / 4;
      x[row * width + j] = value / Math.sqrt(1 + j / 10);
    }
  }
  return { x, labels: Array.from({ length: sets }, () => labelSet(normals(width))) };

  function labelSet(weights: Float32Array): Uint8Array {
    return Uint8Array.from({ length: rows }, (_, row) => {
      let score = 4 * draw.normal();
      for (let j = 0; j < width; j++) score += x[row * width + j]! * weights[j]!;
      return Number(score > 0);
    });
  }
}
