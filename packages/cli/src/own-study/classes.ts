// The values of a label, and the class that each becomes.

import { type Column, firstOf, shortly } from "./columns.js";

/** Words for the lower of two classes. */
const low =
  /^(no|n|false|f|neg|negative|bad|incorrect|wrong|fail|failed|reject|rejected|ham|-1|-)$/i;
/** What makes a word its opposite. */
const opposite = /^(un|in|im|dis|non|not|no)[ _-]?/i;

/** What the right one of several choices is called, where the choices stand elsewhere. */
const ofChoices = /^([A-E]|(answer|option|choice|ending|solution)[ _]?[0-9A-E])$/i;

/** The most values that a label may have: numbers beyond ten are a measure. */
const mostClasses = { text: 100, truth: 2, number: 10 };

/** Whether a column could be a label: a few values, in several rows each on average. */
export function isClasses(column: Column): boolean {
  const { kind, distinct, present, length } = column;
  if (kind !== "text" && kind !== "truth" && kind !== "number") return false;
  const few = distinct >= 2 && (distinct <= mostClasses[kind] || isCounted(column));
  return few && present >= ROWS_EACH * distinct && length <= LONGEST_NAME;
}

const ROWS_EACH = 4;
/** The most characters that values have on average, to be names of classes. */
const LONGEST_NAME = 40;

/** Whether numbers are those of classes: 0, 1, ... or 1, 2, ..., none left out. */
function isCounted({ kind, values, distinct }: Column): boolean {
  if (kind !== "number" || distinct > mostClasses.text) return false;
  const numbers = [...values.keys()].filter((value) => value !== "").map(Number);
  const first = Math.min(...numbers);
  return (first === 0 || first === 1) && Math.max(...numbers) === first + distinct - 1;
}

/** Why a column with a label's name is none, as the end of a message. */
export function whyNoClasses({ name, kind, distinct, present, length }: Column): string {
  if (kind === "list") {
    return (
      `; "${name}" holds lists: make a class of each with rows(...), or read one item of them in ` +
      `a study, as in label: "${name}.0"`
    );
  }
  if (distinct < 2) return `; "${name}" holds one value alone`;
  if (distinct <= mostClasses.number && present < ROWS_EACH * distinct)
    return `; "${name}" has ${distinct} values in ${present} rows, too few of each`;
  if (length > LONGEST_NAME && present >= ROWS_EACH * distinct) {
    return (
      `; the values of "${name}" are long for names of classes: where they are, say so in a ` +
      `study, label: "${name}", labels: {...}`
    );
  }
  return kind === "number"
    ? `; "${name}" has ${distinct} different numbers, which are no classes: make classes of ` +
        "them with rows(...)"
    : "";
}

/** Values that may mark that a label was not given: a class of that name is as likely. */
const noLabel = (values: readonly string[]): string[] =>
  values.filter(
    (value) =>
      /^(none|null|unknown|unlabell?ed)$/i.test(value) ||
      (value === "-1" && values.includes("0") && values.includes("1")),
  );

/**
 * Values that mark it in every set: what programs write for nothing, the "-" of no agreement, and
 * beside 0, 1, 2, ... the -1 of splits without labels (beside 0 and 1 alone it may be a sign).
 */
function noLabelAtAll(values: readonly string[]): string[] {
  const isNumber = (value: string) => /^-?\d+$/.test(value);
  const others = values.filter((value) => value !== "-1" && !isWord(value));
  const areNumbers = others.every(isNumber);
  const isCounted = areNumbers && ["0", "1", "2"].every((value) => others.includes(value));
  return values.filter(
    (value) =>
      /^(#?n\/a|nan|<na>|[^\p{L}\p{N}+]+)$/iu.test(value) ||
      (areNumbers && isWord(value)) ||
      (isCounted && value === "-1"),
  );
}

const isWord = (value: string): boolean =>
  /^(na|none|null|unknown|unlabell?ed|#?n\/a|nan|<na>|[^\p{L}\p{N}+]+)$/iu.test(value);

/** Values that differ in capitals alone, each with the others of its kind. */
function sameButCapitals(values: readonly string[]): string[] {
  const plain = values.map((value) => value.toLowerCase());
  return values.filter((_, k) => plain.filter((value) => value === plain[k]).length > 1);
}

/** Values that say the same as another one: "1" and "true", "0" and "false". */
function sameTruth(values: readonly string[]): string[] {
  const plain = values.map((value) => value.toLowerCase());
  const twins = [
    ["0", "false"],
    ["1", "true"],
  ].filter((two) => two.every((value) => plain.includes(value)));
  return values.filter((_, k) => twins.flat().includes(plain[k]!));
}

/** Options of `table` for the label's values, how many there are of each, what to look at. */
export function classesOf({ name, kind, values, missing, present }: Column): {
  readonly options: { readonly labels?: Record<string, number | null>; readonly classes?: number };
  readonly counts: string;
  readonly notes: readonly string[];
} {
  const held = [...values].filter(([value]) => value !== "");
  const rare = held.filter(([, rows]) => rows < Math.max(5, present / 200)).map(([value]) => value);
  const without = (left: readonly string[]) => held.filter(([value]) => !left.includes(value));
  const marks = noLabelAtAll(held.map(([value]) => value));
  const gaps = without(marks).length < 2 ? [] : marks;
  const few = rare.filter((value) => !gaps.includes(value));
  const leftOut = without([...gaps, ...few]).length < 2 ? gaps : [...gaps, ...few];
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
  const lookAt = (list: readonly string[], note: (some: string) => string) =>
    list.length === 0 ? [] : [note(quoted(list))];
  return {
    options: isPlain ? (order.length > 2 ? { classes: order.length } : {}) : { labels },
    counts: firstOf(counts),
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
      ...lookAt(
        noLabel(order),
        (some) =>
          `${some} of "${name}" may mean that there is no label: null in labels leaves such rows ` +
          "out",
      ),
      ...lookAt(
        sameButCapitals(order),
        (some) =>
          `${some} of "${name}" differ in capitals alone: one number in labels makes one class`,
      ),
      ...lookAt(
        sameTruth(order),
        (some) => `${some} of "${name}" may say the same: one number in labels makes one class`,
      ),
      ...(missing > 0
        ? [`"${name}" is empty or not there in ${count(missing)} rows: they are left out`]
        : []),
      ...lookAt(
        gaps,
        (some) => `${some} of "${name}" means that there is no label: left out, null in labels`,
      ),
      ...lookAt(
        leftOut.filter((value) => !gaps.includes(value)),
        (some) => `too few rows of ${some} to be a class: they are left out, null in labels`,
      ),
    ],
  };
}

/** Values as classes 0, 1, ...; whether their meaning tells the order. */
function inOrder(values: readonly string[], kind: Column["kind"]): [string[], boolean] {
  if (kind === "number" || values.every((value) => Number.isFinite(Number(value))))
    return [[...values].sort((a, b) => Number(a) - Number(b)), true];
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
