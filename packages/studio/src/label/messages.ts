// What the server says to the labelling pages, as types alone: pages read this file, and nothing of
// the server comes with it.

/** What a person has beside an item. */
export type Arm = "alone" | "assisted" | "debate";

/** What a model says of an item. */
export interface Assistance {
  readonly by: string;
  /** Probabilities [K]. */
  readonly said: readonly number[];
}

/** What a debater says for an option. */
export interface DebateTurn {
  readonly who: string;
  readonly option: number;
  readonly text: string;
}

/** What an annotator said of an item. */
export interface Said {
  readonly what: "answered" | "skipped" | "late" | "undone";
  readonly label?: number;
  readonly confidence?: number | null;
}

/** An item as a page shows it: what its arm has beside it, and what was said of it before. */
export interface ShownItem {
  readonly place: number;
  readonly id: string;
  readonly hash: string;
  readonly texts: readonly string[];
  readonly arm: Arm;
  readonly assistance?: Assistance | undefined;
  readonly debate?: readonly DebateTurn[] | undefined;
  readonly said?: Said;
}

/** How far an annotator has come. */
export interface Progress {
  /** Items that they answered, skipped or let pass. */
  readonly done: number;
  /** Items that are left for them. */
  readonly left: number;
  /** Answers that stand, and that the whole session wants. */
  readonly answers: number;
  readonly wanted: number;
  readonly closed: boolean;
}

/** What an annotator sees next. */
export interface Turn {
  readonly item: ShownItem | null;
  readonly progress: Progress;
}

/** Somebody at a page. */
export interface Seat {
  readonly name: string;
  readonly token: string;
}

/** What comes of asking to sit down. */
export type Joined = Seat | { readonly ask: string };

/** What a page must know of a project before anybody sits at it. */
export interface About {
  readonly task: string;
  readonly splits: readonly string[];
  readonly shape: "classify" | "compare";
  readonly options: readonly string[];
  /** Markdown. */
  readonly guidelines: string;
  readonly items: number;
  readonly settings: {
    readonly perItem: number;
    readonly limitSeconds: number | null;
    readonly confidence: boolean;
    readonly arms: readonly Arm[];
    readonly annotators: readonly string[] | null;
  };
  readonly closed: boolean;
  /** Lines about items that changed since. */
  readonly stale: number;
  /** Bytes that a dying process left half written. */
  readonly torn: number;
}

/** A row of the list. */
export interface ListedItem {
  readonly place: number;
  readonly id: string;
  /** The beginning of its text. */
  readonly text: string;
  /** What whoever asks said of it. */
  readonly said?: Said;
}

/** Some of the items. */
export interface ItemPage {
  readonly total: number;
  readonly from: number;
  readonly items: readonly ListedItem[];
}

/** How fast somebody answers. */
export interface Speed {
  readonly annotator: string;
  readonly answers: number;
  /** Items skipped, and items that the time limit ended. */
  readonly skipped: number;
  readonly late: number;
  /** Median seconds an answer; null without one. */
  readonly seconds: number | null;
}

/** Agreement and speed as they stand. */
export interface LiveFigures {
  /** As the lab tells it of the same answers. */
  readonly agreement: {
    readonly annotators: number;
    readonly examples: number;
    readonly observed: number | null;
    readonly cohen: number | null;
    readonly fleiss: number | null;
    readonly alpha: number | null;
  };
  readonly speed: readonly Speed[];
  /** Lines about items that changed since: they count for nothing, and are asked again. */
  readonly stale: number;
}

/** A number with its 95% interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Whose answers a row is of: people's in an arm, or the model's own. */
export type Judge = Arm | "model alone";

/** Whose answers, how many, how good. */
export interface ArmResult {
  readonly judge: Judge;
  readonly answers: number;
  /** Items that were skipped, or that the time limit ended; null for the model. */
  readonly unanswered: number | null;
  /** Share of right answers. */
  readonly accuracy: Interval;
  /** Median seconds an answer; null for the model. */
  readonly seconds: number | null;
}

/** What help was worth. */
export interface HelpResult {
  readonly arm: Arm;
  /** Which is better by itself. */
  readonly better: Judge;
  /** Accuracy with help minus that of the better of both. */
  readonly difference: Interval;
  /** Items that have an answer on both sides of the difference. */
  readonly paired: number;
  /** Two-sided, by the bootstrap's standard deviation, and corrected by Holm. */
  readonly p: number;
  readonly corrected: number;
}

/** What a session came to. */
export interface SessionResults {
  readonly arms: readonly ArmResult[];
  readonly help: readonly HelpResult[];
  /** Items that have an answer, of how many. */
  readonly labelled: number;
  readonly items: number;
}
