// The report of a finished run, part by part as the report's own package draws it.

import { useEffect, useRef, useState } from "react";
import { Fault, Waiting } from "../frame/asked.js";
import type { RunAnswer } from "./types.js";

interface ReportProps {
  readonly address: string;
  readonly run: RunAnswer;
}

/** Headline, then every part; parts far below are asked for when they come near. */
export function ReportView({ address, run }: ReportProps) {
  const { summary, sections, figures, isMaking } = run;
  if (summary === null) {
    if (isMaking) return <Waiting what="the results" />;
    return <p className="soft">There is no report before there are results.</p>;
  }
  return (
    <div className="report">
      <link rel="stylesheet" href="/api/runs/report.css" precedence="default" />
      <Headline headline={summary.headline} />
      {sections === null && isMaking && <Waiting what="the figures" />}
      {sections !== null && (
        <>
          <nav aria-label="Contents" className="contents">
            <ul>
              {sections.map(({ id, title }) => (
                <li key={id}>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </nav>
          {sections.map(({ id, title }, i) => (
            <Section key={id} id={id} title={title} address={address} isNear={i < 2} />
          ))}
          <OwnFigures address={address} names={figures} />
        </>
      )}
    </div>
  );
}

function Headline({
  headline,
}: {
  readonly headline: NonNullable<RunAnswer["summary"]>["headline"];
}) {
  return (
    <>
      <p className="lead">{headline.sentence}</p>
      {headline.numbers.length > 0 && (
        <dl className="numbers">
          {headline.numbers.map(({ value, label, detail }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="value">{value}</dd>
              <dd className="detail">{detail}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly isNear: boolean;
}

function Section({ id, title, address, isNear }: SectionProps) {
  const place = useRef<HTMLElement>(null);
  const [near, setNear] = useState(isNear);
  const [html, setHtml] = useState<string>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    if (near || place.current === null) return;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: "800px" },
    );
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near) return;
    fetch(`${address}/sections/${id}`).then(
      async (answer) => {
        if (answer.ok) setHtml(await answer.text());
        else setError("this part cannot be read; load the page again");
      },
      () => setError("the studio does not answer; is w2s studio still running?"),
    );
  }, [near, address, id]);
  return (
    <section id={id} ref={place} className={html === undefined ? "open" : undefined}>
      <h2>{title}</h2>
      {error !== undefined && <Fault line={error} />}
      {/* Drawn by the report's package: every text in it is escaped there. */}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own markup, no script runs */}
      {html !== undefined && <div dangerouslySetInnerHTML={{ __html: html }} />}
    </section>
  );
}

/** The study's own, which only its run could draw: shown as pictures. */
function OwnFigures({
  address,
  names,
}: {
  readonly address: string;
  readonly names: readonly string[];
}) {
  if (names.length === 0) return null;
  return (
    <section id="own-figures">
      <h2>The study's own figures</h2>
      {names.map((name) => (
        <figure key={name}>
          <img src={`${address}/figures/${name}.svg`} alt={`figure ${name}`} loading="lazy" />
          <figcaption className="soft">
            {name}: <a href={`${address}/figures/${name}.csv`}>its data</a>
          </figcaption>
        </figure>
      ))}
    </section>
  );
}
