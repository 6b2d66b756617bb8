// Claims in words and numbers: what would confirm one, and what was measured.

import { decimal, intervalText } from "@w2s/report";
import { quantityText } from "./quantities.js";
import {
  type Check,
  type ClaimVerdict,
  type Relation,
  type Rows,
  type Setting,
  settings,
  verdicts,
} from "./schema.js";
import { isSize } from "./sizes.js";
import type { ClaimResult, Verified } from "./verified.js";

/** What settings are called. */
export const settingNames: Readonly<Record<Setting, string>> = {
  world: "the world",
  real: "real models",
};

/** ".034 [.012, .056]"; empty where nothing was measured. */
export function measuredText({ measured }: Pick<ClaimResult, "measured">): string {
  if (measured === undefined) return "";
  const { value, low, high } = measured;
  if (low === undefined || high === undefined) return decimal(value, 3);
  return intervalText({ value, low, high }, 3);
}

/** "6 tasks, 36 rows, 5 seeds"; empty where nothing was measured. */
export function extentText({ measured }: Pick<ClaimResult, "measured">): string {
  if (measured === undefined) return "";
  const { tasks, rows, seeds } = measured;
  return [count(tasks, "task"), count(rows, "row"), count(seeds, "seed")].join(", ");
}

const count = (value: number, noun: string) => `${value} ${noun}${value === 1 ? "" : "s"}`;

/** What would confirm a claim: "student - weak (method naive): above 0". */
export function checkText(check: Check): string {
  const { over, expect } = check;
  return `${comparedText(check)}: ${over === "median" ? "median " : ""}${relationText(expect)}`;
}

function comparedText({ quantity, rows, minus, beside, against }: Check): string {
  const what = `${quantityText(quantity)}${rowsText(rows)}`;
  if (minus) {
    const { quantity: other = quantity, ...others } = minus;
    const taken = other === quantity ? "the same" : quantityText(other);
    return `${what}, minus ${taken}${rowsText(others)}`;
  }
  if (beside) return `rank correlation of ${what} with the same${rowsText(beside)}`;
  if (against === undefined) return what;
  const other = isSize(against) ? against : quantityText(against);
  return `rank correlation of ${what} with ${other}`;
}

function rowsText(rows: Rows): string {
  const parts = Object.entries(rows).flatMap(([part, names]) =>
    names === undefined ? [] : [`${part} ${namesText([names].flat())}`],
  );
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** "a or b", "a* but not *b", "all but a". */
function namesText(names: readonly string[]): string {
  const one = names.filter((name) => !name.startsWith("!")).join(" or ");
  const not = names.filter((name) => name.startsWith("!")).map((name) => name.slice(1));
  if (not.length === 0) return one;
  return `${one === "" ? "all but" : `${one} but not`} ${not.join(" or ")}`;
}

function relationText(expect: Relation): string {
  if ("within" in expect) {
    const [from, to] = expect.within;
    return `between ${short(from)} and ${short(to)}`;
  }
  if ("beyond" in expect) return `${short(expect.beyond)} or more either way`;
  return "above" in expect ? `above ${short(expect.above)}` : `below ${short(expect.below)}`;
}

/** "0", ".3", "-.005". */
const short = (value: number): string => String(value).replace(/^(-?)0\./, "$1.");

/** A line a setting: "the world: 12 agree, 3 differ, 5 unclear, 2 not run, 9 not testable here". */
export function talliesOf({ claims }: Verified): string[] {
  return settings.map((setting) => {
    const all = claims.flatMap(({ results }) => results.filter((one) => one.setting === setting));
    const counts = verdicts.map((verdict) => {
      const number = all.filter((result) => result.verdict === verdict).length;
      return `${number} ${plurals[verdict]}`;
    });
    return `${settingNames[setting]}: ${counts.join(", ")}`;
  });
}

const plurals: Readonly<Record<ClaimVerdict, string>> = {
  agrees: "agree",
  differs: "differ",
  unclear: "unclear",
  "not run": "not run",
  "not testable here": "not testable here",
};
