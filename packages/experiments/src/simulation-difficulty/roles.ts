// Who is who in simulation-difficulty: what its figure is drawn by.

/** What one of its supervisors or students is, by its label. */
export interface Roles {
  /** First features of a supervisor whose labels are its own. */
  readonly simulatable: ReadonlyMap<string, number>;
  /** Of one whose labels are truth, flipped as often as that of so many features errs. */
  readonly flipped: ReadonlyMap<string, number>;
  /** The share that is flipped of the mixture's labels. */
  readonly noisy: ReadonlyMap<string, number>;
  /** Features of a student that stops as scikit-learn does; infinite: all. */
  readonly students: ReadonlyMap<string, number>;
  /** Of one that goes on to the optimum. */
  readonly optimal: ReadonlyMap<string, number>;
  /** Features of the mixture's regression. */
  readonly base: number;
  /** What the sources had: examples that supervisors and students learn from. */
  readonly wanted: readonly [supervise: number, transfer: number];
}
