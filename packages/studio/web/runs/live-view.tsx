// How a run goes: what share of its plan is done, the work at hand with its rate, who works on
// what, losses as they come, what is done, what it warned of.

import { clock, count, counted, plural, rateText, roughly } from "@w2s/base";
import { useEffect, useState } from "react";
import { type RunState, shareOf } from "../../src/live/run-state.js";
import { Fault } from "../frame/asked.js";
import { LossCurves } from "./loss-curves.js";
import { useLive } from "./use-live.js";
import { Workers } from "./workers.js";

/** The view; `onEnd` hears that the run is over. */
export function LiveView({
  address,
  onEnd,
}: {
  readonly address: string;
  readonly onEnd: () => void;
}) {
  const { state, workers, isConnected } = useLive(address);
  const { begun, ended } = state;
  const isOver = ended !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it ends
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver]);
  if (begun === null) {
    const why = isConnected ? "This run tells nothing of its course." : "Connecting …";
    return (
      <>
        <p className="soft">{why}</p>
        <Workers said={workers} />
      </>
    );
  }
  return (
    <div className="live">
      {!isConnected && !isOver && (
        <p className="soft" role="status">
          The connection is lost; it is tried again.
        </p>
      )}
      <PlanBar state={state} />
      {ended !== null && <Ending ended={ended} />}
      <Current state={state} />
      <Workers said={workers} />
      <LossCurves curves={state.losses} />
      <Warnings warnings={state.warnings} />
      <Done done={state.done} />
    </div>
  );
}

function PlanBar({ state }: { readonly state: RunState }) {
  const { plan, begun, ended } = state;
  const now = useNow(ended === null);
  if (plan === null) return null;
  const share = shareOf(state) ?? (ended === null ? null : 1);
  const passed = (ended?.at ?? now) - begun!.at;
  const words = [
    `${plural(plan.trials, "trial")}, ${plural(plan.steps, "step")}`,
    plan.toRun === 0 ? "all cached" : `${count(plan.cached)} cached, ${count(plan.toRun)} to run`,
    ...(plan.estimateMs === null || plan.toRun === 0 ? [] : [roughly(plan.estimateMs)]),
  ];
  return (
    <div className="card">
      <p className="plan">
        <strong>{share === null ? "" : `${Math.floor(100 * share)}%`}</strong>
        <span>{words.join(", ")}</span>
        <span className="soft">{clock(passed)}</span>
      </p>
      {share !== null && <progress value={share} max={1} aria-label="of the plan" />}
    </div>
  );
}

function Current({ state: { current } }: { readonly state: RunState }) {
  const now = useNow(current !== null);
  if (current === null) return null;
  const { work, done, rate } = current;
  const [perMs, leftMs] = [rate.perMs(), rate.leftMs(now)];
  const facts = [
    `${count(Math.round(done))} / ${count(work.total)} ${work.unit}`,
    ...(perMs === undefined ? [] : [rateText(perMs, work.unit)]),
    ...(leftMs === undefined ? [] : [`${clock(leftMs)} left`]),
  ];
  return (
    <div className="card" aria-live="off">
      <p>
        <strong>{work.kind}</strong> {work.label}
      </p>
      <progress value={done} max={work.total} aria-label={`${work.kind} ${work.label}`} />
      <p className="soft small numbers-text">{facts.join(" · ")}</p>
    </div>
  );
}

function Ending({ ended }: { readonly ended: NonNullable<RunState["ended"]> }) {
  if (ended.event === "gone") {
    return <Fault line="The run's process is gone without a word; the same command goes on." />;
  }
  if (ended.how === "failed") return <Fault line={ended.message ?? "The run failed."} />;
  if (ended.how === "interrupted") {
    return <p className="soft">Interrupted; the same command goes on from there.</p>;
  }
  return <p role="status">Finished.</p>;
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <details open={warnings.length <= 3}>
      <summary>{plural(warnings.length, "warning")}</summary>
      <ul>
        {[...new Set(warnings)].slice(-100).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

/** Rows of the table that are shown. */
const mostDone = 200;

function Done({ done }: { readonly done: RunState["done"] }) {
  if (done.length === 0) return null;
  const shown = done.slice(-mostDone).toReversed();
  return (
    <details open={done.length <= 12}>
      <summary>{plural(done.length, "piece")} of work done</summary>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">kind</th>
            <th scope="col">what</th>
            <th scope="col" className="n">
              how much
            </th>
            <th scope="col" className="n">
              took
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((work) => (
            <tr key={`${work.at} ${work.kind} ${work.label}`}>
              <td>{work.kind}</td>
              <td>{work.label}</td>
              <td className="n">{counted(work.total, work.unit)}</td>
              <td className="n">{clock(work.durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {done.length > mostDone && <p className="soft">The last {mostDone} are shown.</p>}
    </details>
  );
}

/** The time, every second while it counts. */
function useNow(isCounting: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}
