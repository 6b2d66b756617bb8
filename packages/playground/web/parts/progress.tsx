// What is being done, how far it is, and what went wrong.

import { plural } from "@w2s/base";
import type { Running } from "../use-lab.js";

interface Props {
  readonly running: Running | undefined;
  readonly stop: () => void;
  readonly again: () => void;
}

export function Progress({ running, stop, again }: Props) {
  const phase = running?.phase ?? "loading";
  const isBusy = phase === "loading" || phase === "running";
  return (
    <div className="progress">
      <p aria-live="polite" className={phase === "fault" ? "fault" : "soft"}>
        {textOf(running)}
      </p>
      {isBusy && running !== undefined && running.total > 0 && (
        <progress aria-label="this piece of work" value={running.done} max={running.total} />
      )}
      {isBusy && (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
      {(phase === "fault" || phase === "stopped") && (
        <button type="button" onClick={again}>
          Run again
        </button>
      )}
    </div>
  );
}

function textOf(running: Running | undefined): string {
  if (running === undefined) return "starting ...";
  const { phase, label, found, fault, ours, stepsDone, stepsToRun } = running;
  switch (phase) {
    case "loading":
      return `${label} ...`;
    case "running":
      return `${label} ... ${stepsDone} of ${plural(stepsToRun, "step")} done`;
    case "stopped":
      return "stopped";
    case "fault":
      return `${ours ? "This page failed: " : ""}${fault}`;
    case "done":
      return `done in ${seconds(found?.durationMs ?? 0)} by ${found?.runtime}`;
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
