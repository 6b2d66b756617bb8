// The little linear algebra that a few dozen directions need. Vectors stand one after the other in
// one array, so that each lies in one piece; square matrices are row after row.

/** Vectors, one after the other, made orthonormal: each less what those before it have of it. */
export function orthonormal(vectors: Float64Array, length: number): Float64Array {
  const out = vectors.slice();
  for (let at = 0; at < out.length; at += length) {
    for (let before = 0; before < at; before += length) {
      const share = dot(out, at, out, before, length);
      for (let i = 0; i < length; i++) out[at + i]! -= share * out[before + i]!;
    }
    const size = Math.sqrt(dot(out, at, out, at, length)) || 1;
    for (let i = 0; i < length; i++) out[at + i]! /= size;
  }
  return out;
}

function dot(a: Float64Array, from: number, b: Float64Array, to: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[from + i]! * b[to + i]!;
  return sum;
}

/** What each vector of one set has along each of another, row after row. */
export function crossed(a: Float64Array, b: Float64Array, length: number): Float64Array {
  const rows = a.length / length;
  const columns = b.length / length;
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[row * columns + column] = dot(a, row * length, b, column * length, length);
    }
  }
  return out;
}

/** Sums of vectors, one a column of `[vectors, sums]`, which says how much of each goes in. */
export function combined(vectors: Float64Array, shares: Float64Array, length: number) {
  const count = vectors.length / length;
  const sums = shares.length / count;
  const out = new Float64Array(sums * length);
  for (let sum = 0; sum < sums; sum++) {
    for (let k = 0; k < count; k++) {
      const [share, from, to] = [shares[k * sums + sum]!, k * length, sum * length];
      for (let i = 0; i < length; i++) out[to + i]! += vectors[from + i]! * share;
    }
  }
  return out;
}

/**
 * The lower triangle L of L L' = A, A symmetric `[size, size]`; a direction in which A is not
 * positive, by rounding, gets nothing.
 */
export function cholesky(a: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let left = a[i * size + j]!;
      for (let k = 0; k < j; k++) left -= out[i * size + k]! * out[j * size + k]!;
      const pivot = out[j * size + j]!;
      out[i * size + j] = i === j ? Math.sqrt(Math.max(left, 0)) : pivot > 0 ? left / pivot : 0;
    }
  }
  return out;
}

/** x of L L' x = b. */
export function solved(factor: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * size + k]! * x[k]!;
    x[i]! /= factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k * size + i]! * x[k]!;
    x[i]! /= factor[i * size + i]!;
  }
  return x;
}
