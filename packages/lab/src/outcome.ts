// What a study measured: one row a cell of the grid, seeds pooled. Written to results.json and
// results.csv.

/**
 * An estimate with its 95% interval; `low <= value <= high` need not hold for a percentile
 * bootstrap of few seeds.
 */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * PGR, or why it has no value: the ceiling does not clear the supervisor. Unitless; source: Burns
 * et al. 2023, section 3.
 */
export type Pgr =
  | ({ readonly defined: true } & Estimate)
  | { readonly defined: false; readonly reason: string };

/**
 * Which of the supervisor's labels the student agrees with on test, as shares in [0, 1]; null where
 * a part is empty.
 */
export interface Agreement {
  readonly overall: number;
  readonly whereSupervisorRight: number | null;
  readonly whereSupervisorWrong: number | null;
  /**
   * Of the test examples on which the student overrules its supervisor, the share on which the
   * student is right.
   */
  readonly overruledRight: number | null;
}

/**
 * Test examples that have a fact in common, such as their difficulty. Shares are means over seeds.
 */
export interface Part {
  readonly fact: string;
  readonly value: string | number;
  readonly examples: number;
  /** Accuracies. */
  readonly weak: number;
  readonly strong: number;
  readonly ceiling: number;
  /** Share on which the student says otherwise than its supervisor. */
  readonly overruled: number;
  /** Of those, the share on which the student is right; null where there are none. */
  readonly overruledRight: number | null;
}

/** One role's scores on the test split, pooled over seeds. */
export interface RoleScores {
  readonly accuracy: Estimate;
  readonly auroc: Estimate | null;
  /** Mean negative log-likelihood in nats. */
  readonly logLoss: number;
  /** Expected calibration error, 15 equal-width bins, in [0, 1]. */
  readonly calibrationError: number;
}

/** The model behind a supervisor or a student, for figures of strength against size. */
export interface ModelFacts {
  /** What tables call the model: "SmolLM2". */
  readonly name: string;
  /** How it is adapted, in the label's words: "probe", "finetuned", "finetuned last 2, told". */
  readonly adapted: string;
  /**
   * Parameters up to the layer that is used, embeddings included; null where no model is involved.
   */
  readonly parameters: number | null;
  /**
   * Floating-point operations that pretrained those parameters; null where the model does not say.
   */
  readonly pretrainingFlop: number | null;
}

/** One cell of a study: task x supervisor x student x labels x method, over all seeds. */
export interface Outcome {
  readonly task: string;
  readonly supervisor: string;
  readonly student: string;
  readonly labels: "soft" | "hard";
  readonly method: string;
  readonly supervisorModel: ModelFacts;
  readonly studentModel: ModelFacts;
  readonly seeds: readonly number[];
  readonly testExamples: number;
  /** Examples of the other splits, under the first seed. */
  readonly splits: {
    readonly supervise: number;
    readonly transfer: number;
    readonly validation: number;
  };
  /** Accuracy of always saying the test's most frequent class, in (0, 1]. */
  readonly chance: number;
  /** The metric that PGR is computed on. */
  readonly metric: "accuracy" | "auroc";
  readonly weak: RoleScores;
  readonly strong: RoleScores;
  readonly ceiling: RoleScores;
  readonly gap: Estimate;
  readonly pgr: Pgr;
  readonly agreement: Agreement;
  /** By each fact of the task that has at most 16 values on test; empty without facts. */
  readonly parts: readonly Part[];
  /** Student's metric minus the supervisor's. */
  readonly gain: Estimate;
}
