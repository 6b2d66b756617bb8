// Sizes as people read them: 1.5k, 28k, 135M parameters; 3e9 FLOP.

/** Parameters with two or three digits: "980", "1.5k", "28k", "135M", "7.2B". */
export function parametersText(value: number): string {
  const units = ["", "k", "M", "B", "T"];
  let [scaled, unit] = [value, 0];
  // 999,600 is 1M, not 1000k.
  while (scaled >= 999.5 && unit < units.length - 1) [scaled, unit] = [scaled / 1000, unit + 1];
  const digits =
    scaled < 9.95 && unit > 0 ? scaled.toFixed(1).replace(/\.0$/, "") : String(Math.round(scaled));
  return digits + units[unit];
}

/** Operations in powers of ten: "3e9", "1.2e15". */
export function flopText(value: number): string {
  const [mantissa, power] = value.toExponential(1).split("e");
  return `${mantissa!.replace(/\.0$/, "")}e${Number(power)}`;
}
