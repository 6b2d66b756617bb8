// Results read lately, decoded: steps next to each other often share their inputs. One for a run.

import type { StepResult, Store } from "../store/index.js";
import { MissingStep, type Step } from "./step.js";

/** Bytes of arrays that stay in memory; when they are more, all are let go. */
const mostBytes = 512 * 2 ** 20;

export class ResultCache {
  private readonly kept = new Map<string, StepResult>();
  private bytes = 0;

  constructor(private readonly store: Pick<Store, "read">) {}

  /** @throws MissingStep where the store has no such result. */
  async read<R>(step: Step<R>): Promise<R> {
    const stored = this.kept.get(step.name) ?? (await this.load(step));
    return step.kind.codec.decode(stored);
  }

  private async load(step: Step): Promise<StepResult> {
    const stored = await this.store.read(step.name);
    if (!stored) throw new MissingStep(step);
    const size = Object.values(stored.arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
    if (this.bytes + size > mostBytes) {
      this.kept.clear();
      this.bytes = 0;
    }
    this.kept.set(step.name, stored);
    this.bytes += size;
    return stored;
  }
}
