// The claims' protocol in every order of its steps: the code itself runs over records whose every
// call waits until the test lets it go on. What was seen before (records, and what each worker has
// heard) is not walked through again.

import { describe, expect, it } from "vitest";
import { Claims } from "./claims.js";
import type { Records } from "./records.js";

const workers = ["w0", "w1", "w2"] as const;
const work = "ab".repeat(32);

interface World {
  readonly records: Map<string, string>;
  /** Who made a record that is not written yet. */
  readonly unwritten: Map<string, string>;
  isDone: boolean;
  /** Who works now, and how often work was begun. */
  readonly working: Set<string>;
  begun: number;
  failures: number;
  readonly faults: string[];
}

/** A worker, and the step that it is about to take. */
interface Actor {
  readonly name: string;
  /** What it heard since it last asked for work, and of owners that stand still: its state. */
  heard: string[];
  readonly looked: Map<string, number>;
  next: (() => void) | undefined;
  isDead: boolean;
  isThrough: boolean;
  claims: number;
}

interface Rules {
  /** Of two workers, three or fewer; default 3. */
  readonly workers?: number;
  /** Whether who has the work may give it back untouched, once each. */
  readonly givesBack?: boolean;
  /** Whether whoever hears that it was tried too often forgives it, once each, as a new run. */
  readonly forgives?: boolean;
  /** Workers that may be killed, at any moment. */
  readonly kills: number;
  /** Default 3. */
  readonly tries?: number;
  /** Whether the work fails, as often as it is tried. */
  readonly fails?: boolean;
  /** Whether beats of the living may come too late to be seen. */
  readonly late?: boolean;
  /** Whether a record can be seen, and its maker killed, before it is written. */
  readonly torn?: boolean;
}

/** One run of all workers, by the choices given; then as far as nothing is left to choose. */
class Run {
  readonly world: World = {
    records: new Map(),
    unwritten: new Map(),
    isDone: false,
    working: new Set(),
    begun: 0,
    failures: 0,
    faults: [],
  };
  readonly actors: Actor[];
  private kills: number;
  private sign = 0;

  constructor(private readonly rules: Rules) {
    this.kills = rules.kills;
    this.actors = workers.slice(0, rules.workers).map((name) => ({
      name,
      heard: [],
      looked: new Map(),
      next: undefined,
      isDead: false,
      isThrough: false,
      claims: 0,
    }));
    for (const actor of this.actors) void this.live(actor);
  }

  /** What can happen next. */
  choices(): string[] {
    const able = this.actors.filter(({ next, isDead }) => next !== undefined && !isDead);
    const steps = able.map(({ name }) => `step ${name}`);
    return this.kills > 0 ? [...steps, ...able.map(({ name }) => `kill ${name}`)] : steps;
  }

  async choose(choice: string): Promise<void> {
    const actor = this.actors.find(({ name }) => choice.endsWith(name))!;
    if (choice.startsWith("kill")) {
      actor.isDead = true;
      this.kills -= 1;
      this.world.working.delete(actor.name);
    } else {
      const { next } = actor;
      actor.next = undefined;
      next!();
      while (actor.next === undefined && !actor.isThrough) await Promise.resolve();
    }
  }

  /** All that what follows depends on; who of the workers is who makes no difference. */
  state(): string {
    return ordersOf(this.actors.length)
      .map((order) => this.stateAs(order))
      .reduce((least, one) => (one < least ? one : least));
  }

  /** The state where the i-th worker is called the order[i]-th. */
  private stateAs(order: readonly number[]): string {
    const { records, unwritten, working, ...rest } = this.world;
    const called = (text: string) => text.replace(/w(\d)/g, (_, i) => `w${order[i]}`);
    const named = (texts: Iterable<unknown>) =>
      Array.from(texts, (one) => called(JSON.stringify(one))).sort();
    const actors = this.actors.map(({ heard, looked, isDead, isThrough }, i) => {
      const own = isDead ? "dead" : [heard.map(called), named(looked), isThrough];
      return `${order[i]} ${JSON.stringify(own)}`;
    });
    const all = [named(records), named(unwritten), named(working)];
    return JSON.stringify([...all, rest, actors.sort(), this.kills]);
  }

  private async live(actor: Actor): Promise<void> {
    const { world } = this;
    let clock = 0;
    const { tries = 3 } = this.rules;
    const options = { leaseMs: 1, beatMs: 1, tries, now: () => clock++ };
    const claims = new Claims(this.recordsOf(actor), actor.name, options);
    let { givesBack, forgives } = this.rules;
    for (;;) {
      actor.heard = [`${givesBack} ${forgives}`];
      const taken = await claims.take(work);
      if (taken.is === "spent") {
        if (!forgives) break;
        forgives = false;
        await claims.forgive(work);
        continue;
      }
      if (taken.is === "held") {
        await this.step(actor, () => "asks again");
        if (world.isDone) break;
        continue;
      }
      if (await this.step(actor, () => world.isDone)) {
        await claims.done(taken.claim);
        break;
      }
      if (givesBack) {
        givesBack = false;
        await claims.giveBack(taken.claim);
        continue;
      }
      await this.step(actor, () => {
        if (world.working.size > 0 && !this.rules.late) world.faults.push("two at work");
        if (world.isDone && !this.rules.late) world.faults.push("done again");
        world.begun += 1;
        world.working.add(actor.name);
        return "works";
      });
      const failed = this.rules.fails === true;
      await this.step(actor, () => {
        world.working.delete(actor.name);
        if (failed) world.failures += 1;
        else world.isDone = true;
        return "worked";
      });
      if (!failed) {
        await claims.done(taken.claim);
        break;
      }
      if (await claims.failed(taken.claim, "no such model")) break;
    }
    actor.isThrough = true;
  }

  private recordsOf(actor: Actor): Records {
    const { records, unwritten } = this.world;
    return {
      create: async (name, text) => {
        const isMade = await this.step(actor, () => {
          if (records.has(name)) return false;
          records.set(name, this.rules.torn ? "" : text);
          if (this.rules.torn) unwritten.set(name, actor.name);
          return true;
        });
        if (!isMade || !this.rules.torn) return isMade;
        return this.step(actor, () => {
          unwritten.delete(name);
          // Whoever came to remove it took its name, not the file that is written.
          if (records.has(name)) records.set(name, text);
          return true;
        });
      },
      read: (name) => this.step(actor, () => this.read(actor, name)),
      replace: async () => undefined,
      list: async () => [],
      remove: (name) => this.step(actor, () => void records.delete(name)),
    };
  }

  /** Of the living, the counter has always gone on, unless beats may come late. */
  private read(actor: Actor, name: string): string | undefined {
    if (!name.startsWith("owners/")) return this.world.records.get(name);
    const writer = this.world.unwritten.get(name.slice("owners/".length));
    const owner = this.actors.find((other) => (writer ?? name).endsWith(other.name));
    // It was written just now.
    if (owner === undefined) return undefined;
    if (!owner.isDead && !this.rules.late) {
      this.sign += 1;
      return `alive ${this.sign}`;
    }
    actor.looked.set(name, Math.min(2, (actor.looked.get(name) ?? 0) + 1));
    return "still";
  }

  /** Waits until it is chosen, then does it at once. */
  private step<T>(actor: Actor, act: () => T): Promise<T> {
    return new Promise((resolve) => {
      actor.next = () => {
        const result = act();
        // A sign of life is as good as another.
        actor.heard.push(JSON.stringify(result)?.replace(/^"alive.*/, "alive") ?? "nothing");
        resolve(result);
      };
    });
  }
}

/** All orders of so many numbers from 0. */
function ordersOf(count: number): number[][] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => order.toSpliced(at, 0, count - 1)),
  );
}

/** Every state that can be reached; `ended` sees those in which nobody has anything left to do. */
async function explore(rules: Rules, ended: (run: Run) => void): Promise<number> {
  const seen = new Set<string>();
  const waiting: string[][] = [[]];
  // The shortest first, since each is gone through from its start.
  for (let i = 0; i < waiting.length; i++) {
    const path = waiting[i]!;
    const run = new Run(rules);
    for (const choice of path) await run.choose(choice);
    const state = run.state();
    if (seen.has(state)) continue;
    seen.add(state);
    if (run.world.faults.length > 0) throw new Error(`${run.world.faults[0]}: ${path.join(", ")}`);
    const choices = run.choices();
    if (choices.length === 0) ended(run);
    for (const choice of choices) waiting.push([...path, choice]);
  }
  return seen.size;
}

const living = ({ actors }: Run) => actors.filter(({ isDead }) => !isDead);
const logOf = ({ world }: Run) => [...world.records.keys()];

// Thousands of states each, gone through from the start: minutes on a busy machine.
describe("claims, in every order of three workers' steps", { timeout: 300_000 }, () => {
  it("give work to one, once, and leave no record", async () => {
    const states = await explore({ kills: 0 }, (run) => {
      expect(run.world).toMatchObject({ isDone: true, begun: 1 });
      expect(logOf(run)).toEqual([]);
    });
    expect(states).toBeGreaterThan(100);
  });

  it("lose no work to kills at any moment, and repeat only what a dead one had begun", async () => {
    const states = await explore({ kills: 2 }, (run) => {
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
      expect(run.world.isDone).toBe(true);
      expect(run.world.begun).toBeLessThanOrEqual(3);
    });
    expect(states).toBeGreaterThan(1000);
  });

  it("do the same where a record can be seen before it is written", async () => {
    const states = await explore({ kills: 1, torn: true }, (run) => {
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
      expect(run.world.isDone).toBe(true);
      expect(run.world.begun).toBeLessThanOrEqual(2);
    });
    expect(states).toBeGreaterThan(1000);
  });

  it("stop after the last try of what always fails, and all hear of it", async () => {
    await explore({ kills: 1, tries: 2, fails: true }, (run) => {
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
      expect(run.world.failures).toBeLessThanOrEqual(2);
      expect(run.world.begun).toBeLessThanOrEqual(2);
    });
  });

  it("are done in the end even where the living are taken for dead", async () => {
    await explore({ kills: 0, tries: 2, late: true }, (run) => {
      expect(run.world.isDone || logOf(run).length > 0).toBe(true);
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
    });
  });

  it("give back what nobody began, and lose it to no kill: another does it, once", async () => {
    const states = await explore({ kills: 1, workers: 2, givesBack: true }, (run) => {
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
      expect(run.world.isDone).toBe(true);
      // A second time only where the first was killed over it.
      const isKilled = run.actors.some(({ isDead }) => isDead);
      expect(run.world.begun).toBeLessThanOrEqual(isKilled ? 2 : 1);
    });
    expect(states).toBeGreaterThan(100);
  });

  it("count no try for what is given back", async () => {
    const rules = { kills: 0, workers: 2, tries: 1, givesBack: true, fails: true };
    await explore(rules, (run) => {
      expect(run.world).toMatchObject({ begun: 1, failures: 1 });
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
    });
  });

  it("are tried anew after they are forgiven, as often as before, by one at a time", async () => {
    const rules = { kills: 1, workers: 2, tries: 1, fails: true, forgives: true };
    const most = new Set<number>();
    await explore(rules, (run) => {
      expect(living(run).every(({ isThrough }) => isThrough)).toBe(true);
      // At first, and once after each of the two forgave.
      expect(run.world.begun).toBeLessThanOrEqual(3);
      most.add(run.world.begun);
    });
    expect(Math.max(...most)).toBeGreaterThan(1);
  });

  it("would be found out if they let everybody work", async () => {
    const original = Claims.prototype.take;
    try {
      Claims.prototype.take = async function take(this: Claims, name: string) {
        await original.call(this, name);
        return { is: "ours", claim: { name, at: 0, tries: 0 } };
      };
      await expect(explore({ kills: 0 }, () => undefined)).rejects.toThrow("two at work: step");
    } finally {
      Claims.prototype.take = original;
    }
  });
});
