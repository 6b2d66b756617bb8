// The values of a label, and the class that each becomes.

import { type Column, shortly } from "./columns.js";

/** Words for the lower of two classes. */
const low =
  /^(no|n|false|f|neg(ative)?|bad|incorrect|wrong|fail(ed)?|reject(ed)?|ham|safe|not[ _-].*|non[ _-].*|un.*|in.*|dis.*|objective|-1|-)$/i;

/** Whether a column could be a label: 2 to 10 values, in several rows each on average. */
export function isClasses({ kind, distinct, present, length }: Column): boolean {
  const fits = kind === "text" || kind === "truth" || kind === "number";
  return fits && distinct >= 2 && distinct <= 10 && present >= 4 * distinct && length <= 40;
}

/** Options of `table` for the label's values, how many there are of each, what to look at. */
export function classesOf({ name, kind, values, missing }: Column): {
  readonly options: { readonly labels?: Record<string, number | null>; readonly classes?: number };
  readonly counts: string;
  readonly notes: readonly string[];
} {
  const held = [...values.keys()].filter((value) => value !== "");
  const [order, sure] = inOrder(held, kind);
  const counts = order.map((value) => `${shortly(value, 20)} ${count(values.get(value)!)}`);
  const isPlain = order.every((value, k) => value === String(k)) && missing === 0;
  const labels = Object.fromEntries([
    ...order.map((value, k) => [value, k] as const),
    ...(missing > 0 ? [["", null] as const] : []),
  ]);
  const rare = order.filter((value) => values.get(value)! < 20);
  return {
    options: isPlain ? (order.length > 2 ? { classes: order.length } : {}) : { labels },
    counts: counts.join(", "),
    notes: [
      ...(sure
        ? []
        : [
            `which value of "${name}" is which class was taken by the alphabet (${order
              .map((value, k) => `${shortly(value, 20)}: ${k}`)
              .join(", ")}): change labels where the order matters to you`,
          ]),
      ...(missing > 0
        ? [`"${name}" is empty or not there in ${count(missing)} rows: they are left out`]
        : []),
      ...(rare.length > 0
        ? [
            `few rows of ${rare.map((value) => `"${shortly(value, 20)}"`).join(", ")}: map ` +
              `it to null ` +
              "in labels to leave it out, and set balance: false to keep more of the others",
          ]
        : []),
    ],
  };
}

/** Values as classes 0, 1, ...; whether their meaning tells the order. */
function inOrder(values: readonly string[], kind: Column["kind"]): [string[], boolean] {
  if (kind === "number") return [[...values].sort((a, b) => Number(a) - Number(b)), true];
  const sorted = [...values].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  if (kind === "truth") return [sorted, true];
  const lows = sorted.filter((value) => low.test(value));
  if (sorted.length !== 2 || lows.length !== 1) return [sorted, sorted.length > 2];
  return [[lows[0]!, sorted.find((value) => value !== lows[0])!], true];
}

const count = (value: number): string => value.toLocaleString("en-US");
