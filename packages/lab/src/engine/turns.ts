// Turns: runs on one store that want the same results do nothing twice. A run claims what it is
// about to do, in the store; what another one has it leaves for later, and finds done, or does
// itself where the other gave up or died.

import { setTimeout as passed } from "node:timers/promises";
import { Claims, isGone, isOwnerName, ownerName } from "../store/index.js";
import type { RunOptions } from "./executor.js";
import { keptNames, passName } from "./pass.js";
import type { Step } from "./step.js";

/** Steps that run as one. */
type Steps = readonly Step[];

/** Claims that are made at a time. */
const together = 16;

/** How soon work that somebody else has is asked for again, in ms. */
const againMs = 500;

/** What came of asking for a pass. */
type Asked =
  | { readonly is: "ours"; readonly pass: Steps; readonly end: (isDone: boolean) => Promise<void> }
  | { readonly is: "done" }
  | { readonly is: "held"; readonly pass: Steps; readonly owner: string };

/** One run's turns in its store, between `begin` and `end`. */
export class Turns {
  private readonly claims: Claims;
  private beating: ReturnType<typeof setInterval> | undefined;
  private hasSaid = false;

  constructor(private readonly options: Pick<RunOptions, "store" | "reporter" | "signal">) {
    this.claims = new Claims(options.store.records(), ownerName(), { isGone });
  }

  async begin(): Promise<void> {
    await this.claims.beat();
    const beat = () => void this.claims.beat().catch(() => undefined);
    this.beating = setInterval(beat, this.claims.beatMs);
  }

  async end(): Promise<void> {
    clearInterval(this.beating);
    await this.claims.close().catch(() => undefined);
  }

  /**
   * Has passes that wait for none of each other done, piece by piece: by `run`, or by whoever is at
   * them.
   * @throws what `run` throws, once its passes are given back; the signal's reason when aborted
   */
  async take(
    pieces: readonly (readonly Steps[])[],
    run: (piece: readonly Steps[]) => Promise<void>,
  ): Promise<void> {
    let left = pieces;
    while (true) {
      const held: (readonly Steps[])[] = [];
      for (const piece of left) {
        const others = await this.turn(piece, run);
        if (others.length > 0) held.push(others);
      }
      if (held.length === 0) return;
      if (held.flat().length === left.flat().length)
        await passed(againMs, undefined, { signal: this.options.signal }).catch(() => undefined);
      this.options.signal.throwIfAborted();
      left = held;
    }
  }

  /** Runs what of a piece is ours to do. @returns what somebody else has */
  private async turn(
    piece: readonly Steps[],
    run: (piece: readonly Steps[]) => Promise<void>,
  ): Promise<readonly Steps[]> {
    const asked: Asked[] = [];
    for (let start = 0; start < piece.length; start += together) {
      const some = piece.slice(start, start + together);
      asked.push(...(await Promise.all(some.map((pass) => this.ask(pass)))));
    }
    const ours = asked.filter((one) => one.is === "ours");
    const held = asked.filter((one) => one.is === "held");
    let isDone = ours.length === 0;
    try {
      if (!isDone) await run(ours.map(({ pass }) => pass));
      isDone = true;
    } finally {
      for (const { end } of ours) await end(isDone);
    }
    if (held[0] !== undefined) this.say(held[0].owner);
    return held.map(({ pass }) => pass);
  }

  private async ask(pass: Steps): Promise<Asked> {
    const { claims } = this;
    const name = passName(pass);
    const taken = await claims.take(name);
    if (taken.is === "held") return { is: "held", pass, owner: taken.owner };
    if (taken.is === "spent") {
      // Others tried it too often: this run tries it anew, and its failure is its own.
      await claims.forgive(name);
      return this.ask(pass);
    }
    const { claim } = taken;
    const { store } = this.options;
    const there = await Promise.all(keptNames(pass).map((kept) => store.has(kept)));
    if (there.every(Boolean)) {
      await claims.done(claim);
      return { is: "done" };
    }
    const end = async (isDone: boolean) => {
      // What cannot be given back is soon taken for lost.
      await (isDone ? claims.done(claim) : claims.giveBack(claim)).catch(() => undefined);
    };
    return { is: "ours", pass, end };
  }

  /** Once: it may be the other's turn again and again. */
  private say(owner: string): void {
    if (this.hasSaid) return;
    this.hasSaid = true;
    const [host, pid] = owner.split("~");
    // A claim that is only being written does not say yet whose it is.
    const who = isOwnerName(owner) ? ` (process ${pid} on ${host})` : "";
    this.options.reporter.warn(
      `another run on this store${who} is at what this one needs; it is waited for, and nothing ` +
        "is done twice",
    );
  }
}
