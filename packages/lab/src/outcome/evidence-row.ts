// One row of evidence, as whoever reads it sees it.

import type { RoleName } from "../measures/bootstrap/roles.js";

/** What was said of one test example under one seed. */
export interface EvidenceRow {
  readonly task: string;
  readonly supervisor: string;
  readonly student: string;
  readonly labels: string;
  readonly method: string;
  readonly seed: number;
  readonly id: string;
  /** One text, K that are compared, or where they stand. */
  readonly texts: readonly string[];
  readonly truth: number;
  /** [K] by role. */
  readonly said: Readonly<Partial<Record<RoleName, readonly number[]>>>;
  /** Where answers are free: what is right, and what each role says. */
  readonly words?: EvidenceWords;
}

/** Answers in words, by who says them. */
export type EvidenceWords = Readonly<Partial<Record<RoleName | "truth", string>>>;
