// What the page and its worker say to each other.

import type { ExampleKind, Outcome } from "@w2s/lab";
import type { Settings } from "../../src/settings.js";

/** The page's wishes. A new run ends the one before. */
export type Wish =
  | {
      readonly kind: "run";
      readonly id: number;
      readonly settings: Settings;
      /** The page's own address, which everything is fetched from. */
      readonly home: string;
    }
  | { readonly kind: "stop" };

/** Who trains on what: the students of the cell's roles. */
export type Learner = "student" | "ceiling" | "uninformed";

/** Where a student in training stands, at one of its evaluations. */
export interface Point {
  readonly role: Learner;
  readonly seed: number;
  readonly step: number;
  readonly steps: number;
  /** Share of validation on which it says what its labels say; null without validation. */
  readonly agreement: number | null;
  /** Share of the watched test examples that it answers rightly. */
  readonly accuracy: number | null;
}

/** What somebody says of an example: a probability for each option. */
export type Shares = readonly number[];

/** A test example that the student and its supervisor are compared on. */
export interface Example {
  readonly id: string;
  readonly text: string;
  readonly truth: string;
  readonly options: readonly string[];
  readonly weak: Shares;
  readonly student: Shares;
  readonly ceiling: Shares;
  /** Under how many seeds it is of its kind. */
  readonly seeds: number;
}

export type ShownKind = Exclude<ExampleKind, "disagreements">;

/** The examples of a kind: how many there are, and the first of them. */
export type Examples = Readonly<
  Record<ShownKind, { readonly found: number; readonly shown: readonly Example[] }>
>;

/** What a run found. */
export interface Found {
  readonly outcome: Outcome;
  readonly examples: Examples;
  /** Names of the steps that score, which stand for all before them: Node has the same. */
  readonly steps: readonly string[];
  readonly warnings: readonly string[];
  /** What ran the programs, on how many threads, and why not what was chosen. */
  readonly runtime: string;
  readonly durationMs: number;
}

/** What went wrong, in one line. */
export interface Fault {
  readonly message: string;
  /** Whether the fault is the page's own. */
  readonly ours: boolean;
  /** Whether the worker can do nothing more: the next run has a new one. */
  readonly isSpent: boolean;
}

/** What the worker tells, each of the run that it belongs to. */
export type News = { readonly id: number } & (
  | { readonly kind: "loading"; readonly what: string }
  | { readonly kind: "plan"; readonly steps: number; readonly toRun: number }
  | {
      readonly kind: "work";
      readonly label: string;
      readonly total: number;
      /** Steps of the plan that were done before it, of all that are to run. */
      readonly stepsDone: number;
    }
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "points"; readonly points: readonly Point[] }
  | { readonly kind: "found"; readonly found: Found }
  | ({ readonly kind: "fault" } & Fault)
  | { readonly kind: "stopped" }
);
