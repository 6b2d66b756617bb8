// What is being done, how far it is, and what went wrong.

import { plural } from "@w2s/base";
import { isUnderWay, type Running } from "../use-lab.js";

interface Props {
  /** The run that is chosen; undefined before it begins. */
  readonly running: Running | undefined;
  /** Why nothing is run of what is chosen, in a line, and whether it can be tried all the same. */
  readonly held: Held | undefined;
  readonly stop: () => void;
  readonly again: () => void;
}

export interface Held {
  readonly line: string;
  readonly canTry: boolean;
}

export function Progress({ running, held, stop, again }: Props) {
  const isBusy = !held && (running === undefined || isUnderWay(running));
  const isFault = held !== undefined || running?.phase === "fault";
  const canTry = held ? held.canTry : isFault || running?.phase === "stopped";
  return (
    <div className="progress">
      <p aria-live="polite" className={isFault ? "fault" : "soft"}>
        {held?.line ?? textOf(running)}
      </p>
      {isBusy && running !== undefined && running.total > 0 && (
        <progress aria-label="this piece of work" value={running.done} max={running.total} />
      )}
      {isBusy && running !== undefined && (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
      {canTry && (
        <button type="button" onClick={again}>
          Run again
        </button>
      )}
    </div>
  );
}

function textOf(running: Running | undefined): string {
  if (running === undefined) return "starting ...";
  const { phase, label, found, fault, stepsDone, stepsToRun } = running;
  switch (phase) {
    case "loading":
      return `${label} ...`;
    case "running":
      return `${label} ... ${stepsDone} of ${plural(stepsToRun, "step")} done`;
    case "stopped":
      return "stopped";
    case "fault":
      return `${fault?.ours ? "This page failed: " : ""}${fault?.message}`;
    case "done":
      return `done in ${seconds(found?.durationMs ?? 0)} by ${found?.runtime}`;
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
