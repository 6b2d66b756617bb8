// A student as a program holds it. One that is asked for labels on the way must be asked about more
// rows than the last one, so its step is made when the program has ended.

import { shownUncalled } from "@w2s/base";
import type { TaughtStudent } from "../../methods/index.js";
import type { Taught } from "../../students/index.js";
import { LabelsHandle } from "./labels-handle.js";
import type { Running } from "./trial.js";

/** A student that was taught, as a program holds it. */
export class Learner implements TaughtStudent {
  private made: Taught | undefined;
  private asked = false;

  constructor(
    readonly run: Running,
    readonly label: string,
    private readonly teach: (speaks: boolean) => Taught,
    /** Students that it is made of, who must speak where it does. */
    private readonly members: readonly Learner[] = [],
  ) {}

  /** Whether it is asked for labels on the way. */
  get speaks(): boolean {
    return this.asked;
  }

  set speaks(speaks: boolean) {
    this.asked = speaks;
    for (const member of this.members) if (speaks) member.speaks = true;
  }

  /** Made once, when the program has ended. */
  taught(): Taught {
    this.made ??= this.teach(this.asked);
    return this.made;
  }
}

/** @throws InputError for what is no student of this program */
export function learnerOf(taught: unknown, run: Running, where: string): Learner {
  if (taught instanceof Learner && taught.run === run) return taught;
  throw run.refusal(`${where} must be a student that fit(...) gave, got ${shown(taught)}`);
}

function shown(taught: unknown): string {
  if (taught instanceof Promise) return "a promise; it must not be async";
  if (taught instanceof LabelsHandle) return "labels";
  return taught instanceof Learner ? "one of another trial" : shownUncalled(taught);
}
