// Claims in words and numbers: what would confirm one, and what was measured.

import { decimal } from "@w2s/report";
import { quantities } from "./quantities.js";
import type { Check, Relation, Rows } from "./schema.js";
import type { ClaimResult } from "./verified.js";

/** ".034 [.012, .056]"; empty where nothing was measured. */
export function measuredText({ measured }: Pick<ClaimResult, "measured">): string {
  if (measured === undefined) return "";
  const { value, low, high } = measured;
  const bounds =
    low === undefined || high === undefined ? "" : ` [${decimal(low, 3)}, ${decimal(high, 3)}]`;
  return `${decimal(value, 3)}${bounds}`;
}

/** "6 tasks, 36 rows, 5 seeds"; empty where nothing was measured. */
export function extentText({ measured }: Pick<ClaimResult, "measured">): string {
  if (measured === undefined) return "";
  const { tasks, rows, seeds } = measured;
  return [count(tasks, "task"), count(rows, "row"), count(seeds, "seed")].join(", ");
}

const count = (value: number, noun: string) => `${value} ${noun}${value === 1 ? "" : "s"}`;

/** What would confirm a claim: "student - weak (method naive) above .000". */
export function checkText({ quantity, rows, minus, beside, against, over, expect }: Check): string {
  const what = `${quantities[quantity].doc}${rowsText(rows)}`;
  const compared = minus
    ? `${what}, minus the same${rowsText(minus) || " of all rows"}`
    : beside
      ? `rank correlation of ${what} with the same${rowsText(beside) || " of all rows"}`
      : against
        ? `rank correlation of ${what} with ${against}`
        : what;
  return `${compared}: ${over === "median" ? "median " : ""}${relationText(expect)}`;
}

function rowsText(rows: Rows): string {
  const parts = Object.entries(rows).map(([part, names]) => `${part} ${[names].flat().join(" or ")}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function relationText(expect: Relation): string {
  if ("within" in expect) {
    const [from, to] = expect.within;
    return `between ${short(from)} and ${short(to)}`;
  }
  return "above" in expect ? `above ${short(expect.above)}` : `below ${short(expect.below)}`;
}

const short = (value: number): string => (value === 0 ? "0" : decimal(value, 2));
