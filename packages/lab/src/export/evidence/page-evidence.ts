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

/** Columns of a row group: values by row. */
export interface GroupColumns {
  readonly size: number;
  value(column: string, row: number): unknown;
  /** A row as an object. */
  row(row: number): Record<string, unknown>;
}

/** How a file's row groups are read. */
export interface RowGroups {
  /** Rows of each group. */
  readonly sizes: readonly number[];
  /** Default: all columns. */
  read(group: number, columns?: string[]): Promise<GroupColumns>;
  /** A row as evidence. */
  evidence(row: Record<string, unknown>): EvidenceRow;
}

/** Trial columns: rows that share them stand together. */
const trial = ["task", "supervisor", "student", "labels", "method", "seed", "split"] as const;

/** Rows of one trial, [start, end) within their group. */
interface TrialRows {
  readonly trial: Readonly<Record<string, unknown>>;
  readonly start: number;
  readonly end: number;
}

/** Decoded groups that stay in memory, and rows after which a search looks at the clock. */
const [mostGroups, clockRows] = [2, 2000];

/** Where a search stands. */
interface Search extends EvidenceQuery {
  readonly from: number;
  readonly until: number;
  readonly rows: PlacedRow[];
}

/** Reads pages; what it has seen of the file's trials it remembers. */
export class EvidencePages {
  private readonly trials = new Map<number, readonly TrialRows[]>();
  private readonly decoded = new Map<number, Promise<GroupColumns>>();

  constructor(private readonly groups: RowGroups) {}

  /** The rows from `from` on that are wanted, a page of them. */
  async page(query: EvidenceQuery): Promise<EvidencePage> {
    const { from = 0, limit, patience = 60 } = query;
    const { sizes } = this.groups;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const rows: PlacedRow[] = [];
    const search: Search = { ...query, from, until: performance.now() + patience, rows };
    let start = 0;
    for (const [group, size] of sizes.entries()) {
      const end = start + size;
      if (end > from) {
        const next = await this.take(group, start, search);
        if (next !== null) return { rows, next, total };
        const isEnough = rows.length === limit || performance.now() > search.until;
        if (isEnough && end < total) return { rows, next: end, total };
      }
      start = end;
    }
    return { rows, next: null, total };
  }

  /** Adds what is wanted of a group; gives where to go on within it, null at its end. */
  private async take(group: number, start: number, search: Search): Promise<number | null> {
    const { filter = {}, from, limit, until, rows } = search;
    const wanted = (await this.trialsOf(group, filter)).filter(
      (one) => one.trial.split === "test" && start + one.end > from && passes(one.trial, filter),
    );
    if (wanted.length === 0) return null;
    const columns = await this.decode(group);
    let looked = 0;
    for (const one of wanted) {
      for (let i = Math.max(one.start, from - start); i < one.end; i++) {
        if (rows.length === limit) return start + i;
        if (++looked % clockRows === 0 && performance.now() > until) return start + i;
        const row = this.groups.evidence(columns.row(i));
        if (isWanted(row, search)) rows.push({ ...row, place: start + i });
      }
    }
    return null;
  }

  /** Where nothing is filtered by, the whole group is wanted anyway, and read once. */
  private async trialsOf(group: number, filter: EvidenceFilter): Promise<readonly TrialRows[]> {
    const known = this.trials.get(group);
    if (known !== undefined) return known;
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const read = isFiltered ? this.groups.read(group, [...trial]) : this.decode(group);
    const found = trialsIn(await read);
    this.trials.set(group, found);
    return found;
  }

  private decode(group: number): Promise<GroupColumns> {
    const read = this.decoded.get(group) ?? this.groups.read(group);
    this.decoded.delete(group);
    this.decoded.set(group, read);
    const [oldest] = this.decoded.keys();
    if (this.decoded.size > mostGroups) this.decoded.delete(oldest!);
    read.catch(() => this.decoded.delete(group));
    return read;
  }
}

/** The trials of a group, by runs of rows that share them. */
function trialsIn(columns: GroupColumns): TrialRows[] {
  const found: TrialRows[] = [];
  let start = 0;
  for (let i = 1; i <= columns.size; i++) {
    const isSame =
      i < columns.size &&
      trial.every((name) => columns.value(name, i) === columns.value(name, start));
    if (isSame) continue;
    const values = trial.map((name) => [name, columns.value(name, start)]);
    found.push({ trial: Object.fromEntries(values), start, end: i });
    start = i;
  }
  return found;
}

function isWanted(row: EvidenceRow, { kind, words = [] }: EvidenceQuery): boolean {
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
