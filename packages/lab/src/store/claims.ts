// Claims: who works on what, so that nothing is done twice. The protocol, its reasons and what it
// does not promise: docs/design/executors.md. It is walked through in every order of its steps by
// claims-model.test.ts.
//
// What was done with one piece of work is a log of records, numbered from 0; each is made
// exclusively, so that of several who saw the same end of the log one adds to it. The last record
// holds. An owner proves that it is alive by a counter that it raises; others take it for dead when
// they saw it stand still for a lease, by their own clock, which need not be right.

import type { Records } from "./records.js";

/** How claims are held. */
export interface ClaimsOptions {
  /** Without a sign of life for this long an owner is taken for dead. Default 20 s. */
  readonly leaseMs?: number;
  /** How often an owner shows that it is alive. Default a fifth of the lease. */
  readonly beatMs?: number;
  /** Failures, and losses of a worker, after which nobody tries again. Default 3. */
  readonly tries?: number;
  /** A clock that only goes forward, in ms; default: the process's. */
  readonly now?: () => number;
  /** Whether an owner is known to be dead, without waiting for its lease; default: of none. */
  readonly isGone?: (owner: string) => boolean;
}

/** Work that is ours to do. */
export interface WorkClaim {
  readonly name: string;
  readonly at: number;
  /** How often it was tried before: failed, or its worker lost. */
  readonly tries: number;
}

/** What came of asking for work. */
export type Taken =
  | { readonly is: "ours"; readonly claim: WorkClaim }
  /** Somebody who seems alive has it: ask again. */
  | { readonly is: "held"; readonly owner: string }
  /** It was tried too often; why it failed at last, in one line. */
  | { readonly is: "spent"; readonly line: string };

interface Entry {
  readonly is: "claimed" | "free" | "spent";
  readonly owner: string;
  readonly tries: number;
  readonly line: string;
}

interface Seen {
  readonly sign: string;
  readonly at: number;
  /** How long it stood still while we looked, in ms. */
  readonly stillMs: number;
}

/** One process's claims. `beat` must be called a few times a lease while any is held. */
export class Claims {
  private readonly seen = new Map<string, Seen>();
  private readonly leaseMs: number;
  readonly beatMs: number;
  private readonly tries: number;
  private readonly now: () => number;
  private readonly isGone: (owner: string) => boolean;
  private beats = 0;
  private readonly beating = new Set<Promise<void>>();

  /**
   * @param owner a name that no other process has or had: letters, digits, ".", "~", "-"
   */
  constructor(
    private readonly records: Records,
    readonly owner: string,
    options: ClaimsOptions = {},
  ) {
    const { leaseMs = 20_000, beatMs = leaseMs / 5, tries = 3 } = options;
    [this.leaseMs, this.beatMs, this.tries] = [leaseMs, beatMs, tries];
    this.now = options.now ?? (() => performance.now());
    this.isGone = options.isGone ?? (() => false);
  }

  /** Shows that we are alive. Called before the first `take`, and then every `beatMs`. */
  async beat(): Promise<void> {
    this.beats += 1;
    const beat = this.records.replace(`owners/${this.owner}`, String(this.beats));
    this.beating.add(beat);
    try {
      await beat;
    } finally {
      this.beating.delete(beat);
    }
  }

  /**
   * Asks for work, by its name. What is done must be looked for once more after it is ours: it may
   * have been done, and its log removed, a moment ago.
   */
  async take(name: string): Promise<Taken> {
    if (await this.add(name, 0, { is: "claimed", tries: 0 })) return ours(name, 0, 0);
    for (let at = 0; ; ) {
      const text = await this.records.read(recordName(name, at));
      if (text === undefined) {
        // Removed since, or this client is behind: whoever makes it has it.
        if (await this.add(name, at, { is: "claimed", tries: 0 })) return ours(name, at, 0);
        continue;
      }
      if ((await this.records.read(recordName(name, at + 1))) !== undefined) {
        at += 1;
        continue;
      }
      const record = recordName(name, at);
      const entry = parsed(text, record);
      if (entry.owner !== record) this.seen.delete(record); // Written since.
      if (entry.is === "spent") return { is: "spent", line: entry.line };
      const isLost = entry.is === "claimed";
      if (isLost && !(await this.isDead(entry.owner))) return { is: "held", owner: entry.owner };
      const tries = entry.tries + (isLost ? 1 : 0);
      if (tries >= this.tries) {
        const line = `its worker was lost ${tries} times`;
        if (await this.add(name, at + 1, { is: "spent", tries, line }))
          return { is: "spent", line };
      } else if (await this.add(name, at + 1, { is: "claimed", tries })) {
        return ours(name, at + 1, tries);
      }
      at += 1;
    }
  }

  /** The work is done, and can be seen by all: its log goes, the last record first. */
  async done({ name, at }: WorkClaim): Promise<void> {
    for (let one = at; one >= 0; one--) await this.records.remove(recordName(name, one));
  }

  /** Gives work back untouched: somebody else may do it at once. */
  async giveBack({ name, at, tries }: WorkClaim): Promise<void> {
    await this.add(name, at + 1, { is: "free", tries });
  }

  /** Says that it failed. @returns whether it was the last try */
  async failed({ name, at, tries: before }: WorkClaim, line: string): Promise<boolean> {
    const tries = before + 1;
    const is = tries >= this.tries ? "spent" : "free";
    await this.add(name, at + 1, { is, tries, line });
    return is === "spent";
  }

  /** Lets work that was tried too often be tried anew. */
  async forgive(name: string): Promise<void> {
    let at = 0;
    while ((await this.records.read(recordName(name, at + 1))) !== undefined) at += 1;
    const text = await this.records.read(recordName(name, at));
    if (text === undefined || parsed(text, "").is !== "spent") return;
    await this.add(name, at + 1, { is: "free", tries: 0 });
  }

  /** We are gone: what we did not give back is soon taken for lost. */
  async close(): Promise<void> {
    // A beat that lands later would leave a sign of life for good.
    await Promise.allSettled(this.beating);
    await this.records.remove(`owners/${this.owner}`);
  }

  private add(
    name: string,
    at: number,
    { line = "", ...entry }: Pick<Entry, "is" | "tries"> & { readonly line?: string },
  ): Promise<boolean> {
    const text = JSON.stringify({ ...entry, owner: this.owner, line });
    return this.records.create(recordName(name, at), text);
  }

  /**
   * Whether an owner's counter stood still for a lease while we looked. What we slept through, or
   * were stopped for, counts as one beat at most: the owner may have been stopped too.
   */
  private async isDead(owner: string): Promise<boolean> {
    if (this.isGone(owner)) return true;
    const before = this.now();
    const sign = (await this.records.read(`owners/${owner}`)) ?? "";
    const seen = this.seen.get(owner);
    if (seen === undefined || seen.sign !== sign) {
      this.seen.set(owner, { sign, at: this.now(), stillMs: 0 });
      return false;
    }
    const stillMs = seen.stillMs + Math.min(before - seen.at, this.beatMs);
    this.seen.set(owner, { sign, at: before, stillMs });
    return stillMs >= this.leaseMs;
  }
}

const ours = (name: string, at: number, tries: number): Taken => ({
  is: "ours",
  claim: { name, at, tries },
});

/** Two hexadecimal digits first, as steps lie: few names a folder. */
const recordName = (name: string, at: number): string => `${name.slice(0, 2)}/${name}.${at}`;

/**
 * A record that is cut short is being written, or its writer died: it counts as a claim by itself,
 * so that it is taken for lost when this one has stood so for a lease.
 */
function parsed(text: string, record: string): Entry {
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return { is: "claimed", owner: record, tries: 0, line: "" };
  }
}
