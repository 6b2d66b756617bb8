// Results read lately, decoded: steps next to each other often share their inputs. One for a run.

import { InternalError } from "@w2s/base";
import { z } from "zod";
import type { JsonValue, StepResult, Store } from "../store/index.js";
import { MissingStep, type Step } from "./step.js";

/** Bytes of results that stay in memory; when they are more, all are let go. */
const mostBytes = 512 * 2 ** 20;

export class ResultCache {
  private readonly kept = new Map<string, StepResult>();
  private bytes = 0;

  constructor(
    private readonly store: Pick<Store, "read" | "remove">,
    private readonly most = mostBytes,
  ) {}

  /**
   * A result in another form than its version's, of a program that was never released, goes.
   * @throws MissingStep where the store has no such result, or none of this form
   */
  async read<R>(step: Step<R>): Promise<R> {
    const stored = this.kept.get(step.name) ?? (await this.load(step));
    try {
      return step.kind.codec.decode(stored);
    } catch (error) {
      if (!(error instanceof InternalError || error instanceof z.ZodError)) throw error;
      this.kept.delete(step.name);
      // From a store that is only read nothing goes: then it is said once more, and that is all.
      await this.store.remove(step.name).catch(() => undefined);
      throw new MissingStep(step, "lies in the store in another form than today's");
    }
  }

  private async load(step: Step): Promise<StepResult> {
    const stored = await this.store.read(step.name);
    if (!stored) throw new MissingStep(step);
    const size = sizeOf(stored);
    if (this.bytes + size > this.most) {
      this.kept.clear();
      this.bytes = 0;
    }
    this.kept.set(step.name, stored);
    this.bytes += size;
    return stored;
  }
}

const sizeOf = ({ arrays, facts }: StepResult): number =>
  Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, factsSize(facts));

/** What a value takes beside its characters, about: a slot, and an object's share of its header. */
const valueBytes = 24;

/** Bytes of facts in memory, about: transcripts are more than the arrays that they stand beside. */
function factsSize(value: JsonValue | undefined): number {
  if (typeof value === "string") return valueBytes + value.length;
  if (typeof value !== "object" || value === null) return valueBytes;
  const inner: readonly (JsonValue | undefined)[] = Object.values(value);
  return inner.reduce<number>((sum, one) => sum + factsSize(one), 2 * valueBytes);
}
