// Which passes can run now: those whose inputs are done, the ones that most stands behind first.
// What a pass that failed would have fed is skipped, and says after what.

import type { Pass } from "@w2s/lab/engine";

/** Why a pass will not run. */
export interface Skipped {
  readonly pass: Pass;
  /** The pass that failed. */
  readonly upstream: Pass;
}

/** A pass that failed, and its line. */
export interface Failed {
  readonly pass: Pass;
  readonly line: string;
  /** Whether it was tried as often as passes are, or refused before. */
  readonly after: "tries" | "untried";
}

/** The state of a plan's passes. One for a run. */
export class Board {
  readonly failed: Failed[] = [];
  readonly skipped: Skipped[] = [];
  /** Passes that are out: somebody works on them. */
  readonly out = new Set<Pass>();
  private readonly byName = new Map<string, Pass>();
  private readonly users = new Map<Pass, Pass[]>();
  private readonly waitsFor = new Map<Pass, number>();
  private readonly heights = new Map<Pass, number>();
  /** Ready passes by height; the i-th list holds those of height i. */
  private readonly ready: Pass[][] = [];
  private readonly over = new Set<Pass>();
  doneSteps = 0;
  donePasses = 0;

  constructor(readonly passes: readonly Pass[]) {
    for (const pass of passes) this.byName.set(pass.name, pass);
    for (const pass of passes) {
      this.waitsFor.set(pass, pass.after.length);
      for (const name of pass.after) {
        const before = this.byName.get(name)!;
        this.users.set(before, [...(this.users.get(before) ?? []), pass]);
      }
    }
    for (const pass of passes.toReversed()) {
      const height = (user: Pass) => this.heights.get(user)! + 1;
      this.heights.set(pass, Math.max(0, ...(this.users.get(pass) ?? []).map(height)));
    }
    // The first of a height is handed out first: lists are taken from their ends.
    for (const pass of passes.toReversed()) if (pass.after.length === 0) this.add(pass);
  }

  /** How many passes, one after the other, wait for it. */
  height(pass: Pass): number {
    return this.heights.get(pass)!;
  }

  pass(name: string): Pass | undefined {
    return this.byName.get(name);
  }

  /** The next pass to run, which is out from now on; undefined: none is ready. */
  next(): Pass | undefined {
    for (let height = this.ready.length - 1; height >= 0; height--) {
      const pass = this.ready[height]?.pop();
      if (pass === undefined) continue;
      this.out.add(pass);
      return pass;
    }
    return undefined;
  }

  /** Its results are there. */
  done(pass: Pass): void {
    if (!this.end(pass)) return;
    this.donePasses += 1;
    this.doneSteps += pass.steps.length;
    for (const user of this.users.get(pass) ?? []) {
      const left = this.waitsFor.get(user)! - 1;
      this.waitsFor.set(user, left);
      if (left === 0 && !this.over.has(user)) this.add(user);
    }
  }

  /** It was not done: it can be handed out again, after those that are ready. */
  putBack(pass: Pass): void {
    this.out.delete(pass);
    if (this.over.has(pass)) return;
    this.list(pass).unshift(pass);
  }

  /** It failed for good: all that waits for it is skipped. */
  failedFor(pass: Pass, line: string, after: Failed["after"] = "tries"): void {
    if (!this.end(pass)) return;
    this.failed.push({ pass, line, after });
    const waiting = [...(this.users.get(pass) ?? [])];
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
      if (!this.end(user)) continue;
      this.skipped.push({ pass: user, upstream: pass });
      waiting.push(...(this.users.get(user) ?? []));
    }
  }

  /** Whether every pass is done, failed or skipped. */
  get isOver(): boolean {
    return this.over.size === this.passes.length;
  }

  /** Passes that are neither over nor out. */
  get waiting(): number {
    return this.passes.length - this.over.size - this.out.size;
  }

  private end(pass: Pass): boolean {
    this.out.delete(pass);
    if (this.over.has(pass)) return false;
    this.over.add(pass);
    return true;
  }

  private add(pass: Pass): void {
    this.list(pass).push(pass);
  }

  private list(pass: Pass): Pass[] {
    const height = this.height(pass);
    this.ready[height] ??= [];
    return this.ready[height];
  }
}
