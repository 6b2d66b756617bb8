// The little linear algebra that a few dozen directions need; matrices are row after row.

/** Columns of `[rows, columns]` made orthonormal, each less what those before it have of it. */
export function orthonormal(matrix: Float64Array, columns: number): Float64Array {
  const out = matrix.slice();
  const rows = out.length / columns;
  const dot = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += out[i * columns + a]! * out[i * columns + b]!;
    return sum;
  };
  for (let c = 0; c < columns; c++) {
    for (let before = 0; before < c; before++) {
      const share = dot(c, before);
      for (let i = 0; i < rows; i++) out[i * columns + c]! -= share * out[i * columns + before]!;
    }
    const length = Math.sqrt(dot(c, c)) || 1;
    for (let i = 0; i < rows; i++) out[i * columns + c]! /= length;
  }
  return out;
}

/** A'B of `[rows, columns]` each: `[columns, columns]`. */
export function crossed(a: Float64Array, b: Float64Array, columns: number): Float64Array {
  const out = new Float64Array(columns * columns);
  for (let row = 0; row < a.length; row += columns) {
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) out[i * columns + j]! += a[row + i]! * b[row + j]!;
    }
  }
  return out;
}

/** A B of `[rows, columns]` and `[columns, columns]`. */
export function multiplied(a: Float64Array, b: Float64Array, columns: number): Float64Array {
  return a.map((_, i) => {
    const [row, j] = [i - (i % columns), i % columns];
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += a[row + k]! * b[k * columns + j]!;
    return sum;
  });
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
