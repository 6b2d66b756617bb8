// A runner: a process of its own that plans the study and runs the passes that its keeper hands it.
// It may be busy in native code for minutes: who lives and who is dead is the keeper's to say.

import { InputError } from "@w2s/base";
import type { Plan, Reporter, Store, WorkLabel } from "@w2s/lab";
import {
  MissingStep,
  type PassRunner,
  passRunner,
  type Step,
  stepsByName,
  targetsHash,
} from "@w2s/lab/engine";
import { lineOf } from "../errors.js";
import type { Order } from "../order.js";
import type { Asked, Said } from "./messages.js";

/** A study that was planned again. */
export interface Planned {
  readonly plan: Pick<Plan, "targets" | "device" | "threads">;
  readonly store: Store;
}

/** Plans what an order says. @throws InputError where that cannot be done on this machine */
export type Planner = (order: Order, reporter: Reporter) => Promise<Planned>;

/**
 * Serves the process that forked this one, until it goes or says so.
 * @param lineFor an error in the line that its user reads; default: its message
 */
export function serveRunner(planner: Planner, lineFor: LineFor = lineOf): void {
  const say = (said: Said): void => {
    process.send?.(said, undefined, undefined, () => undefined);
  };
  const stop = new AbortController();
  let open: Promise<Open> | undefined;
  // Ctrl-C goes to all processes of a terminal: the keeper says what comes of it.
  process.on("SIGINT", () => undefined);
  process.on("disconnect", () => process.exit(0));
  process.on("message", (asked: Asked) => {
    if (asked.is === "stop") stop.abort(new Error("stopped"));
    else if (asked.is === "open") {
      open = opened(asked.order, planner, { say, lineFor }, stop.signal);
      open.catch(() => undefined); // Said already.
    } else void ran(asked.steps, open!, { say, lineFor });
  });
}

/** An error in one line: only here is its stack known. */
type LineFor = (error: unknown) => string;

/** How a keeper hears of things. */
interface Saying {
  say(said: Said): void;
  readonly lineFor: LineFor;
}

interface Open {
  readonly steps: ReadonlyMap<string, Step>;
  readonly runner: PassRunner;
}

async function opened(
  order: Order,
  planner: Planner,
  { say, lineFor }: Saying,
  signal: AbortSignal,
): Promise<Open> {
  const reporter = saying(say);
  try {
    const { plan, store } = await planner(order, reporter);
    if (targetsHash(plan.targets) !== order.plan) {
      throw new InputError(
        `${order.study}: is another study here than where it was started; make its file, data ` +
          "and models the same",
      );
    }
    const runner = await passRunner(plan, { store, reporter, signal });
    const steps = stepsByName(plan.targets);
    say({ is: "ready" });
    return { steps, runner };
  } catch (error) {
    say({ is: "refused", line: lineFor(error), isFinal: error instanceof InputError });
    throw error;
  }
}

async function ran(
  names: readonly string[],
  open: Promise<Open>,
  { say, lineFor }: Saying,
): Promise<void> {
  try {
    const { steps, runner } = await open;
    const pass = names.map((name) => steps.get(name));
    if (pass.includes(undefined)) throw new InputError("the pass is none of this study's");
    await runner.run(pass.filter((step) => step !== undefined));
    say({ is: "done" });
  } catch (error) {
    if (error instanceof MissingStep) say({ is: "gone", step: error.step.name });
    else say({ is: "failed", line: lineFor(error) });
  }
}

/** What a runner's listener hears goes to the keeper, progress once a second. */
function saying(say: (said: Said) => void): Reporter {
  let work: WorkLabel | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    plan: () => undefined,
    begin(begun) {
      work = begun;
      say({ is: "progress", label: begun.label, share: 0 });
    },
    progress(done) {
      if (work === undefined || performance.now() - saidAt < 1000) return;
      saidAt = performance.now();
      say({ is: "progress", label: work.label, share: work.total > 0 ? done / work.total : 0 });
    },
    end: () => undefined,
    warn: (line) => say({ is: "warning", line }),
  };
}
