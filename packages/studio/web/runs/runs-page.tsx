// The list of runs: what each is at, the latest first; two of them can be chosen and compared.

import { clock, plural } from "@w2s/base";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { Fault, Waiting } from "../frame/asked.js";
import { Page } from "../frame/page.js";
import { useJson } from "../frame/use-json.js";
import { ago } from "./format.js";
import type { ListedRun } from "./types.js";

/** How often the list is asked for again: while something goes, and else. */
const [liveMs, quietMs] = [2000, 10_000];

/** /runs. */
export function RunsPage() {
  const [turn, setTurn] = useState(0);
  const { value: runs, error, waiting } = useJson<readonly ListedRun[]>("/api/runs", turn);
  const isLive = runs?.some(({ status, line }) => status === "running" || line === "") ?? false;
  useEffect(() => {
    const again = () => {
      if (document.visibilityState === "visible") setTurn((before) => before + 1);
    };
    const timer = setInterval(again, isLive ? liveMs : quietMs);
    return () => clearInterval(timer);
  }, [isLive]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (name: string) =>
    setChosen((before) =>
      before.includes(name) ? before.filter((one) => one !== name) : [...before.slice(-1), name],
    );
  return (
    <Page title="Runs" actions={<CompareButton chosen={chosen} />}>
      {error !== undefined && <Fault line={error} />}
      {runs === undefined && waiting && <Waiting what="runs" />}
      {runs?.length === 0 && <NoRuns />}
      {runs !== undefined && runs.length > 0 && (
        <ul className="runs">
          {runs.map((run) => (
            <RunCard
              key={run.name}
              run={run}
              isChosen={chosen.includes(run.name)}
              choose={() => choose(run.name)}
            />
          ))}
        </ul>
      )}
    </Page>
  );
}

function CompareButton({ chosen }: { readonly chosen: readonly string[] }) {
  const [, go] = useLocation();
  const [a = "", b = ""] = chosen;
  const address = `/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;
  return (
    <button type="button" disabled={chosen.length < 2} onClick={() => go(address)}>
      Compare {chosen.length < 2 ? "two runs" : `${a} and ${b}`}
    </button>
  );
}

function NoRuns() {
  return (
    <div className="card empty">
      <p>No run in this folder yet. In a terminal, beside this page:</p>
      <pre>w2s demo</pre>
      <p className="soft">It shows up here as soon as it starts.</p>
    </div>
  );
}

interface CardProps {
  readonly run: ListedRun;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function RunCard({ run, isChosen, choose }: CardProps) {
  const { name, study, status, at, wallMs, rows, line, share } = run;
  const facts = [
    ...(study === name ? [] : [study]),
    ...(rows === null ? [] : [plural(rows, "row")]),
    ...(wallMs === null ? [] : [`${status === "running" ? "for" : "took"} ${clock(wallMs)}`]),
    ago(at),
  ];
  const isCompared = status === "finished";
  return (
    <li className="run">
      <div className="run-head">
        <h2>
          <Link href={`/runs/${encodeURIComponent(name)}`}>{name}</Link>
        </h2>
        <Status status={status} />
        {isCompared && (
          <label className="choose">
            <input type="checkbox" checked={isChosen} onChange={choose} />
            compare<span className="hidden"> {name}</span>
          </label>
        )}
      </div>
      {line !== "" && <p>{line}</p>}
      {share !== null && <progress value={share} max={1} aria-label={`${name}, done`} />}
      <p className="soft small">{facts.join(" · ")}</p>
    </li>
  );
}

/** What a run is at, in a word with a mark of its own. */
export function Status({ status }: { readonly status: ListedRun["status"] }) {
  return <span className={`status ${status}`}>{status}</span>;
}
