// The values of a label, and the class that each becomes.

import { type Column, shortly } from "./columns.js";

/** Words for the lower of two classes. */
const low = /^(no|n|false|f|neg|negative|bad|incorrect|wrong|fail|failed|reject|rejected|ham|-1)$/i;
/** What makes a word its opposite. */
const opposite = /^(un|in|im|dis|non|not|no)[ _-]?/i;

/** What the right one of several choices is called, where the choices stand elsewhere. */
const ofChoices = /^([A-E]|(answer|option|choice|ending|solution)[ _]?[0-9A-E])$/i;

/** Whether a column could be a label: 2 to 10 values, in several rows each on average. */
export function isClasses({ kind, distinct, present, length }: Column): boolean {
  const fits = kind === "text" || kind === "truth" || kind === "number";
  return fits && distinct >= 2 && distinct <= 10 && present >= 4 * distinct && length <= 40;
}

/** Options of `table` for the label's values, how many there are of each, what to look at. */
export function classesOf({ name, kind, values, missing, present }: Column): {
  readonly options: { readonly labels?: Record<string, number | null>; readonly classes?: number };
  readonly counts: string;
  readonly notes: readonly string[];
} {
  const held = [...values].filter(([value]) => value !== "");
  const rare = held.filter(([, rows]) => rows < Math.max(5, present / 200)).map(([value]) => value);
  const leftOut = held.length - rare.length < 2 ? [] : rare;
  const [order, sure] = inOrder(
    held.flatMap(([value]) => (leftOut.includes(value) ? [] : [value])),
    kind,
  );
  const counts = order.map((value) => `${shortly(value, 20)} ${count(values.get(value)!)}`);
  const isPlain = order.every((value, k) => value === String(k)) && missing + leftOut.length === 0;
  const labels = Object.fromEntries([
    ...order.map((value, k) => [value, k] as const),
    ...leftOut.map((value) => [value, null] as const),
    ...(missing > 0 ? [["", null] as const] : []),
  ]);
  const quoted = (list: readonly string[]) =>
    list.map((value) => `"${shortly(value, 20)}"`).join(", ");
  return {
    options: isPlain ? (order.length > 2 ? { classes: order.length } : {}) : { labels },
    counts: counts.join(", "),
    notes: [
      ...(order.every((value) => ofChoices.test(value))
        ? [
            `the values of "${name}" (${quoted(order)}) look like the names of choices: where ` +
              "each row has choices of its own, this is no class; cut them apart with rows(...), " +
              "and use choices(...)",
          ]
        : []),
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
      ...(leftOut.length > 0
        ? [`too few rows of ${quoted(leftOut)} to be a class: they are left out, null in labels`]
        : []),
    ],
  };
}

/** Values as classes 0, 1, ...; whether their meaning tells the order. */
function inOrder(values: readonly string[], kind: Column["kind"]): [string[], boolean] {
  if (kind === "number") return [[...values].sort((a, b) => Number(a) - Number(b)), true];
  const sorted = [...values].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  if (kind === "truth") return [sorted, true];
  const [a, b] = sorted;
  if (sorted.length !== 2) return [sorted, true];
  const isLow = (value: string, other: string) =>
    (low.test(value) && !low.test(other)) ||
    (opposite.test(value) && value.replace(opposite, "").toLowerCase() === other.toLowerCase());
  if (isLow(b!, a!)) return [[b!, a!], true];
  return [sorted, isLow(a!, b!)];
}

const count = (value: number): string => value.toLocaleString("en-US");
