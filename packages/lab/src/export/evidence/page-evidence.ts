// Evidence a page at a time, from a file of any size: row groups are read as they are reached, and
// passed over where no trial of theirs is asked for.

import type { EvidenceRow } from "../../outcome/index.js";
import { answerOf, type EvidenceFilter, type ExampleKind, exampleKinds, passes } from "./select.js";

/** Which rows of the test split are wanted. */
export interface EvidenceQuery {
  readonly filter?: EvidenceFilter;
  /** Rows of this kind alone. */
  readonly kind?: ExampleKind | undefined;
  /** Rows whose id, texts or answers in words hold all of these, whatever the case. */
  readonly words?: readonly string[];
  /** The row of the file to begin at; default 0. */
  readonly from?: number;
  /** Rows of a page. */
  readonly limit: number;
  /** Milliseconds after which a search stops where it is; default 60. */
  readonly patience?: number;
}

/** A row with its place in the file. */
export interface PlacedRow extends EvidenceRow {
  readonly place: number;
}

/** Some rows, and where to go on. */
export interface EvidencePage {
  readonly rows: readonly PlacedRow[];
  /** Where the next page begins; null at the end. A page may have fewer rows than asked for. */
  readonly next: number | null;
  /** Rows of the file, of all splits. */
  readonly total: number;
}

/** How a file's row groups are read. */
export interface RowGroups {
  /** Rows of each group. */
  readonly sizes: readonly number[];
  /** Objects of columns by name; default: all columns. */
  read(group: number, columns?: string[]): Promise<Record<string, unknown>[]>;
  /** A row as evidence. */
  evidence(row: Record<string, unknown>): EvidenceRow;
}

/** Trial columns: rows that share them stand together. */
const trial = ["task", "supervisor", "student", "labels", "method", "seed", "split"] as const;
type Trial = Readonly<Record<(typeof trial)[number], unknown>>;

/** Decoded groups that stay in memory. */
const mostGroups = 3;

/** Reads pages; what it has seen of the file's trials it remembers. */
export class EvidencePages {
  private readonly trials = new Map<number, readonly Trial[]>();
  private readonly decoded = new Map<number, Promise<Record<string, unknown>[]>>();

  constructor(private readonly groups: RowGroups) {}

  /** The rows from `from` on that are wanted, a page of them. */
  async page(query: EvidenceQuery): Promise<EvidencePage> {
    const { from = 0, limit, patience = 60 } = query;
    const { sizes } = this.groups;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const until = performance.now() + patience;
    const rows: PlacedRow[] = [];
    let start = 0;
    for (const [group, size] of sizes.entries()) {
      const end = start + size;
      if (end > from && (await this.mayHave(group, query))) {
        const next = await this.take(group, start, query, rows);
        if (next !== null) return { rows, next, total };
      }
      start = end;
      const isLast = group === sizes.length - 1;
      const isEnough = rows.length === limit || performance.now() > until;
      if (end > from && isEnough && !isLast) return { rows, next: end, total };
    }
    return { rows, next: null, total };
  }

  /** Adds what is wanted of a group; gives where to go on within it, null at its end. */
  private async take(
    group: number,
    start: number,
    query: EvidenceQuery,
    rows: PlacedRow[],
  ): Promise<number | null> {
    const all = await this.decode(group);
    for (let i = Math.max(0, (query.from ?? 0) - start); i < all.length; i++) {
      if (all[i]!.split !== "test") continue;
      if (rows.length === query.limit) return start + i;
      const row = this.groups.evidence(all[i]!);
      if (isWanted(row, query)) rows.push({ ...row, place: start + i });
    }
    return null;
  }

  /** Whether a trial of the group is asked for. */
  private async mayHave(group: number, { filter = {} }: EvidenceQuery): Promise<boolean> {
    const known = this.trials.get(group) ?? distinct(await this.groups.read(group, [...trial]));
    this.trials.set(group, known);
    return known.some((one) => one.split === "test" && passes(one, filter));
  }

  private decode(group: number): Promise<Record<string, unknown>[]> {
    const read = this.decoded.get(group) ?? this.groups.read(group);
    this.decoded.delete(group);
    this.decoded.set(group, read);
    const [oldest] = this.decoded.keys();
    if (this.decoded.size > mostGroups) this.decoded.delete(oldest!);
    read.catch(() => this.decoded.delete(group));
    return read;
  }
}

/** The trials of rows of which those that share one stand together. */
function distinct(rows: readonly Record<string, unknown>[]): Trial[] {
  const found: Trial[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last !== undefined && trial.every((name) => row[name] === last[name])) continue;
    found.push(row as Trial);
  }
  return found;
}

function isWanted(row: EvidenceRow, { filter = {}, kind, words = [] }: EvidenceQuery): boolean {
  if (!passes(row, filter)) return false;
  const { weak, student } = row.said;
  if (kind !== undefined) {
    if (!weak || !student) return false;
    const answers = { weak: answerOf(weak), student: answerOf(student), truth: row.truth };
    if (!exampleKinds[kind](answers)) return false;
  }
  if (words.length === 0) return true;
  const said = [row.id, ...row.texts, ...Object.values(row.words ?? {})];
  const text = said.join("\n").toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}
