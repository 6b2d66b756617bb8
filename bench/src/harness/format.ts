// Numbers for readers.

/** Four significant digits, no exponent for everyday sizes: 1234, 12.34, 0.001234. */
export function digits(value: number, count = 4): string {
  return String(Number(value.toPrecision(count)));
}

export function seconds(value: number): string {
  return `${digits(value, 3)} s`;
}

export function megabytes(bytes: number): string {
  return `${digits(bytes / 1e6, 3)} MB`;
}

/** "1.02, 1.05, 1.01 s" */
export function allSeconds(values: readonly number[]): string {
  return `${values.map((value) => digits(value, 3)).join(", ")} s`;
}
