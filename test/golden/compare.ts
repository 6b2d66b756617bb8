// Compares a study's results with its golden ones, leaf by leaf. Rows and parts are found by what
// they are about, so that order, new rows and new fields do not count.

/** A number, text, boolean or null somewhere below. */
export type Json = number | string | boolean | null | readonly Json[] | JsonRecord;
export interface JsonRecord {
  readonly [key: string]: Json;
}

/** Where the two differ: "task > supervisor > student > labels > method: strong.logLoss". */
export interface Difference {
  readonly path: string;
  /** undefined: there is none. */
  readonly golden: Json;
  readonly now: Json | undefined;
}

/** A difference that is right, because a fault was mended. */
export interface Change {
  /** The study's name, as its file's. */
  readonly study: string;
  /** The path of a difference; `*` stands for any text. */
  readonly path: string;
  /** The largest distance of two numbers that it explains; default: any. */
  readonly within?: number;
  readonly why: string;
}

export interface Comparing {
  /**
   * From a path in the golden results, or in a row or a part of them, to today's; all below it is
   * renamed with it.
   */
  readonly renamed: Readonly<Record<string, string>>;
  /** Paths that do not count. */
  readonly ignored: readonly string[];
  /** Largest distance of two numbers that count as equal; 0: to the digit. */
  readonly tolerance: number;
}

/** The golden results have the names that they had. */
const asMade: Comparing = { renamed: {}, ignored: [], tolerance: 0 };

/** Everything that `golden` says and `now` says otherwise, or not at all; in golden's order. */
export function differences(golden: JsonRecord, now: JsonRecord, how: Comparing): Difference[] {
  const { outcomes, ...top } = golden;
  const rows = new Map(listOf(at(now, "outcomes", how)).map((row) => [rowName(row, how), row]));
  return [
    ...below(top, now, "", how).filter(({ path }) => !how.ignored.includes(path)),
    ...listOf(outcomes).flatMap((row) => {
      const name = rowName(row, asMade);
      const found = rows.get(name);
      if (found === undefined) return [{ path: name, golden: "a row", now: undefined }];
      return below(row, found, "", how).map((one) => ({ ...one, path: `${name}: ${one.path}` }));
    }),
  ];
}

/** Whether a change speaks of a path. */
export function speaksOf({ path: pattern }: Change, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}

/** Whether a change speaks of a difference and is as large as that. */
export function explains(change: Change, { path, golden, now }: Difference): boolean {
  if (!speaksOf(change, path)) return false;
  if (change.within === undefined) return true;
  if (typeof golden !== "number" || typeof now !== "number") return false;
  return Math.abs(golden - now) <= change.within;
}

function below(golden: Json, now: JsonRecord, path: string, how: Comparing): Difference[] {
  if (path === "parts" && Array.isArray(golden)) return partsBelow(golden, now, how);
  if (typeof golden === "object" && golden !== null) {
    return Object.entries(golden).flatMap(([key, value]) =>
      below(value, now, path === "" ? key : `${path}.${key}`, how),
    );
  }
  const found = at(now, path, how);
  return isEqual(golden, found, how.tolerance) ? [] : [{ path, golden, now: found }];
}

/** Parts by their fact and its value, whatever their order. */
function partsBelow(golden: readonly Json[], now: JsonRecord, how: Comparing): Difference[] {
  const parts = new Map(listOf(at(now, "parts", how)).map((part) => [partName(part, how), part]));
  return golden.filter(isRecord).flatMap((part) => {
    const name = partName(part, asMade);
    const found = parts.get(name);
    if (found === undefined) return [{ path: name, golden: "a part", now: undefined }];
    return below(part, found, "", inParts(how)).map((one) => ({
      ...one,
      path: `${name}.${one.path}`,
    }));
  });
}

/** Names of a part's own fields: those renamed as "parts.NAME". */
function inParts(how: Comparing): Comparing {
  const own = Object.entries(how.renamed).flatMap(([old, now]) =>
    old.startsWith("parts.") ? [[old.slice(6), now.slice(6)]] : [],
  );
  return { ...how, renamed: Object.fromEntries(own) };
}

/** What stands at a path of the golden results, under its name of today. */
function at(now: JsonRecord, path: string, { renamed }: Comparing): Json | undefined {
  const old = Object.keys(renamed).find((key) => path === key || path.startsWith(`${key}.`));
  const today = old === undefined ? path : renamed[old]! + path.slice(old.length);
  let value: Json | undefined = now;
  for (const key of today.split(".")) {
    value = Array.isArray(value) ? value[Number(key)] : isRecord(value) ? value[key] : undefined;
  }
  return value;
}

function isEqual(golden: Json, now: Json | undefined, tolerance: number): boolean {
  if (typeof golden !== "number" || typeof now !== "number") return golden === now;
  return Object.is(golden, now) || Math.abs(golden - now) <= tolerance;
}

const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: Json | undefined): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const rowName = (row: JsonRecord, how: Comparing): string =>
  ["task", "supervisor", "student", "labels", "method"].map((key) => at(row, key, how)).join(" > ");

const partName = (part: JsonRecord, how: Comparing): string =>
  `parts[${at(part, "fact", how)} ${at(part, "value", how)}]`;
