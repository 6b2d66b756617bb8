// What the pages show of a finished run, made once of its results and kept: results may take more
// memory than a server should. A digest is a folder of small files that are sent as they are.

import type { Headline, OutcomeCells } from "@w2s/report";

/** Raised when what a digest holds changes: older ones are made anew. */
export const digestVersion = 1;

/** digest.json: the first thing that is there. */
export interface DigestSummary {
  readonly study: string;
  readonly rows: number;
  /** SHA-256 of results.json. */
  readonly results: string;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly wallMs: number | null;
  readonly headline: Headline;
  /** What cannot be trusted of the folder, in a line. */
  readonly fault: string | null;
}

/** sections.json: the parts of the report, there when all are drawn. */
export interface DigestSections {
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** What names a row. */
export const rowKeys = ["task", "supervisor", "student", "method", "labels"] as const;
/** One of the words that name a row. */
export type RowKey = (typeof rowKeys)[number];

/** A number that may be compared, with its 95% interval. */
export interface Value {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A line of rows.json: a row of the results, as far as tables and comparisons need it. */
export interface DigestRow extends Readonly<Record<RowKey, string>> {
  readonly metric: string;
  readonly seeds: number;
  readonly weak: number;
  readonly ceiling: number;
  readonly score: Value;
  readonly gain: Value;
  readonly pgr: Value | null;
  /** Markup of its cells. */
  readonly cells: readonly string[];
  /** What must be known of it, as text; empty where there is nothing. */
  readonly note: string;
}

/** rows.json. */
export interface DigestRows {
  readonly headers: OutcomeCells["headers"];
  readonly rows: readonly DigestRow[];
}

/** Names of a digest's files. */
export const digestFiles = {
  summary: "digest.json",
  rows: "rows.json",
  sections: "sections.json",
  fault: "fault.json",
  section: (id: string) => `section-${id}.html`,
} as const;
