// One run: live while it goes, then its report, its rows, its evidence and its transcripts.

import { clock, plural } from "@w2s/base";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { EvidenceView } from "../evidence/evidence-view.js";
import { TranscriptsView } from "../evidence/transcripts-view.js";
import { Fault, Waiting } from "../frame/asked.js";
import { Page } from "../frame/page.js";
import { useJson } from "../frame/use-json.js";
import { ago } from "./format.js";
import { LiveView } from "./live-view.js";
import { ReportView } from "./report-view.js";
import { RowsView } from "./rows-view.js";
import { Status } from "./runs-page.js";
import type { RunAnswer } from "./types.js";

const views = {
  report: "Report",
  rows: "Rows",
  evidence: "Evidence",
  transcripts: "Transcripts",
  live: "Progress",
} as const;
type View = keyof typeof views;

/** /runs/RUN and /runs/RUN/VIEW. */
export function RunPage({
  run,
  view,
}: {
  readonly run: string;
  readonly view?: string | undefined;
}) {
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const address = `/api/runs/${encodeURIComponent(run)}`;
  const { value, error, waiting } = useJson<RunAnswer>(address, turn);
  useEffect(() => {
    if (!value?.isMaking) return;
    const timer = setTimeout(() => setTurn((before) => before + 1), 400);
    return () => clearTimeout(timer);
  }, [value]);
  const above = <Link href="/runs">Runs</Link>;
  if (value === undefined) {
    return (
      <Page title={run} above={above}>
        {error === undefined ? waiting && <Waiting what="the run" /> : <Fault line={error} />}
      </Page>
    );
  }
  const isOver = value.status === "finished";
  const shown = isView(view) ? view : isOver ? "report" : "live";
  return (
    <Page title={run} above={above} actions={<Status status={value.status} />}>
      <p className="soft small facts">{factsOf(value)}</p>
      {value.error !== null && <Fault line={value.error} />}
      {value.summary?.fault && <Fault line={value.summary.fault} />}
      <Tabs run={run} shown={shown} />
      {shown === "live" && <LiveView address={address} onEnd={again} />}
      {shown === "report" && <ReportView address={address} run={value} />}
      {shown === "rows" && <RowsView address={address} isMaking={value.isMaking} />}
      {shown === "evidence" && <EvidenceView address={address} />}
      {shown === "transcripts" && <TranscriptsView address={address} />}
    </Page>
  );
}

const isView = (view: string | undefined): view is View =>
  view !== undefined && Object.hasOwn(views, view);

function factsOf({ study, name, status, rows, wallMs, at }: RunAnswer): string {
  return [
    ...(study === name ? [] : [`study ${study}`]),
    ...(rows === null ? [] : [plural(rows, "row")]),
    ...(wallMs === null ? [] : [`${status === "running" ? "for" : "took"} ${clock(wallMs)}`]),
    ago(at),
  ].join(" · ");
}

function Tabs({ run, shown }: { readonly run: string; readonly shown: View }) {
  const strip = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a small screen, at every change
  useEffect(() => {
    const current = strip.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown]);
  return (
    <nav aria-label="Views of the run" className="tabs" ref={strip}>
      <ul>
        {Object.entries(views).map(([view, title]) => (
          <li key={view}>
            <Link
              href={`/runs/${encodeURIComponent(run)}/${view}`}
              aria-current={view === shown ? "page" : undefined}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
