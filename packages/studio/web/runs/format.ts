// Times and scores as pages show them.

import { minute } from "@w2s/base";

/** "just now", "4 min ago", "3 h ago", then the date. */
export function ago(at: string | number): string {
  const passed = Date.now() - new Date(at).getTime();
  if (passed < 60_000) return "just now";
  if (passed < 3_600_000) return `${Math.floor(passed / 60_000)} min ago`;
  if (passed < 86_400_000) return `${Math.floor(passed / 3_600_000)} h ago`;
  return minute(new Date(at));
}

/** .713, with as many decimals as are asked for. */
export function decimal(value: number, digits = 3): string {
  return value.toFixed(digits).replace(/^(-?)0\./, "$1.");
}

/** +.021, -.004. */
export function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${decimal(Math.abs(value))}`;
}
