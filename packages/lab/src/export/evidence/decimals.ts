// Probabilities as text: six decimals by table, which is many times faster than printing a float;
// what is nearer to 0 keeps six digits, so that logarithms of it mean something.

const thousands = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, "0"));

/** A number in [0, 1] as JSON. */
export function decimals(value: number): string {
  if (value < 0.001) return value === 0 ? "0" : String(Number(value.toPrecision(6)));
  const millionths = Math.round(value * 1e6);
  if (millionths >= 1e6) return "1";
  const high = Math.floor(millionths / 1000);
  return `0.${thousands[high]!}${thousands[millionths - high * 1000]!}`;
}
