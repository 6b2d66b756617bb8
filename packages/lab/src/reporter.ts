// How a run tells what it is doing, without knowing who listens: a terminal, a log file, a page.

/** What is about to happen, known before the first step runs. */
export interface PlanSummary {
  readonly study: string;
  readonly trials: number;
  readonly steps: number;
  readonly cached: number;
  readonly toRun: number;
  /**
   * Estimated time of what is left, from rates measured in earlier runs; null while no rate is
   * known.
   */
  readonly estimateMs: number | null;
  /** What will run, by kind of step, in the order it runs. */
  readonly work: readonly {
    readonly kind: string;
    readonly label: string;
    readonly steps: number;
  }[];
  /** What services may be asked, at most: absent where none are. `cost` in the prices' unit. */
  readonly asks?: {
    readonly questions: number;
    readonly tokensIn: number;
    readonly tokensOut: number;
    readonly cost: number;
  };
}

/** A piece of work that runs as one: several steps that share a pass. */
export interface WorkLabel {
  readonly kind: string;
  /** For example "SmolLM2-135M layers 5, 15 on sst2". */
  readonly label: string;
  /** What `done` and `total` count: "texts", "epochs", "probes". */
  readonly unit: string;
  readonly total: number;
  /** Steps of the plan that it does. */
  readonly steps?: number;
}

/** What a student in training says, at one of its evaluations. */
export interface Evaluation {
  /** The name of the step that trains it. */
  readonly fit: string;
  /** Training steps done by now. */
  readonly step: number;
  /** Training steps in all. */
  readonly steps: number;
  /** Mean training loss since the evaluation before. */
  readonly loss: number;
  /** Share of validation on which it says what its labels say; null without validation. */
  readonly agreement: number | null;
  /**
   * The option that it says of some test rows (their places in the task's examples); no selection
   * looks at it. Null where none are watched.
   */
  readonly watched: { readonly rows: Int32Array; readonly said: Uint8Array } | null;
}

/** Receives a run's events, in order. Every method may be called many times; none may throw. */
export interface Reporter {
  plan(summary: PlanSummary): void;
  begin(work: WorkLabel): void;
  /**
   * `done` of the current work's total; called as often as the work likes (the listener throttles).
   * `loss` is that of the last step, where something is trained step by step.
   */
  progress(done: number, loss?: number): void;
  end(work: WorkLabel, durationMs: number): void;
  /**
   * One line that the user should see and can go on from: truncated texts, dropped rows, unclear
   * gaps.
   */
  warn(message: string): void;
  /** How a student's training goes, at each of its evaluations. Default: nobody listens. */
  evaluated?(evaluation: Evaluation): void;
}
