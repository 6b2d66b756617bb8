// What a run's events come to: its plan, the work at hand with its rate, what is done, losses,
// warnings, its end. Folded by the server, and by the page from the same events.

import { Rate } from "@w2s/base";
import type { RunEvent } from "@w2s/lab";

/**
 * What a follower is told: the run's own events, and that its process, or its file, is gone without
 * a word.
 */
export type LiveEvent = RunEvent | { readonly event: "gone"; readonly at: number };

type Of<K extends LiveEvent["event"]> = Extract<LiveEvent, { event: K }>;

/** A curve of losses of one piece of work, by what is done of it. */
export interface LossCurve {
  readonly label: string;
  readonly total: number;
  readonly points: readonly { readonly done: number; readonly loss: number }[];
}

/** The state of a run. */
export interface RunState {
  readonly begun: Of<"run"> | null;
  readonly plan: Of<"plan"> | null;
  readonly current: {
    readonly work: Of<"begin">;
    readonly done: number;
    readonly rate: Rate;
  } | null;
  readonly done: readonly Of<"end">[];
  readonly losses: readonly LossCurve[];
  readonly warnings: readonly string[];
  /** How it ended; null while it goes. */
  readonly ended: Of<"ended"> | Of<"gone"> | null;
  /** When the last event was told. */
  readonly heardAt: number;
}

/** Before anything was told. */
export const silent: RunState = {
  ...{ begun: null, plan: null, current: null, done: [], losses: [], warnings: [] },
  ...{ ended: null, heardAt: 0 },
};

const mostCurves = 24;

/** The state after an event. */
export function after(state: RunState, event: LiveEvent): RunState {
  const next = rules[event.event] as (state: RunState, event: LiveEvent) => RunState;
  return { ...next(state, event), heardAt: event.at };
}

const rules: { [K in LiveEvent["event"]]: (state: RunState, event: Of<K>) => RunState } = {
  run: (_, begun) => ({ ...silent, begun }),
  plan: (state, plan) => ({ ...state, plan }),
  begin: (state, work) => ({
    ...state,
    current: { work, done: 0, rate: new Rate(work.total, work.at) },
  }),
  progress: (state, { at, done, loss }) => {
    if (state.current === null) return state;
    state.current.rate.add(at, done);
    const losses = loss === undefined ? state.losses : withLoss(state, done, loss);
    return { ...state, losses, current: { ...state.current, done } };
  },
  end: (state, work) => ({ ...state, current: null, done: [...state.done, work] }),
  warning: (state, { message }) => ({ ...state, warnings: [...state.warnings, message] }),
  ended: (state, ended) => ({ ...state, current: null, ended }),
  gone: (state, ended) => ({ ...state, current: null, ended }),
};

function withLoss({ current, losses }: RunState, done: number, loss: number): LossCurve[] {
  const { label, total } = current!.work;
  const last = losses.at(-1);
  const isSame = last?.label === label && (last.points.at(-1)?.done ?? 0) < done;
  const points = [...(isSame ? last.points : []), { done, loss }];
  const before = isSame ? losses.slice(0, -1) : losses;
  return [...before, { label, total, points }].slice(-mostCurves);
}

/** The share of the plan's steps that are done, in [0, 1]; null where none is to be done. */
export function shareOf({ plan, done, current }: RunState): number | null {
  if (plan === null || plan.toRun === 0) return null;
  const whole = done.reduce((sum, { steps = 0 }) => sum + steps, 0);
  const part = current === null ? 0 : current.done / Math.max(1, current.work.total);
  return Math.min(1, (whole + (current?.work.steps ?? 0) * part) / plan.toRun);
}
