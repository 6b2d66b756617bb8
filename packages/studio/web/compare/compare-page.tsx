// Two runs side by side: the rows that both have, the largest changes first.

import { count, plural } from "@w2s/base";
import { useEffect, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import type { Comparison } from "../../src/compare/compare.js";
import type { Value } from "../../src/runs/digest.js";
import { Fault, Waiting } from "../frame/asked.js";
import { Page } from "../frame/page.js";
import { useJson } from "../frame/use-json.js";
import { decimal, signed } from "../runs/format.js";
import type { ListedRun } from "../runs/types.js";

type Answer = { readonly isMaking: true } | ({ readonly isMaking: false } & Comparison);

/** Rows that are shown before more are asked for. */
const mostRows = 200;

/** /compare?a=RUN&b=RUN. */
export function ComparePage() {
  const given = new URLSearchParams(useSearch());
  const [a, b] = [given.get("a") ?? "", given.get("b") ?? ""];
  const title = a === "" || b === "" ? "Compare two runs" : `${a} and ${b}`;
  return (
    <Page title={title} above={<Link href="/runs">Runs</Link>}>
      <Choice a={a} b={b} />
      {a !== "" && b !== "" ? (
        <Compared a={a} b={b} />
      ) : (
        <p className="soft">Rows that both runs have are compared, the largest changes first.</p>
      )}
    </Page>
  );
}

function Choice({ a, b }: { readonly a: string; readonly b: string }) {
  const [, go] = useLocation();
  const { value: runs = [], error } = useJson<readonly ListedRun[]>("/api/runs");
  const names = runs.filter(({ status }) => status === "finished").map(({ name }) => name);
  const to = (first: string, second: string) =>
    go(`/compare?a=${encodeURIComponent(first)}&b=${encodeURIComponent(second)}`);
  const pick = (title: string, chosen: string, choose: (name: string) => void) => (
    <label>
      {title}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">choose a run</option>
        {[...new Set([...names, ...(chosen === "" ? [] : [chosen])])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  if (error !== undefined) return <Fault line={error} />;
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      {pick("first", a, (name) => to(name, b))}
      {pick("second", b, (name) => to(a, name))}
      <button type="button" onClick={() => to(b, a)}>
        Swap
      </button>
    </form>
  );
}

function Compared({ a, b }: { readonly a: string; readonly b: string }) {
  const [turn, setTurn] = useState(0);
  const query = new URLSearchParams({ a, b });
  const { value, error } = useJson<Answer>(`/api/compare?${query}`, turn);
  useEffect(() => {
    if (!value?.isMaking) return;
    const timer = setTimeout(() => setTurn((before) => before + 1), 500);
    return () => clearTimeout(timer);
  }, [value]);
  if (error !== undefined) return <Fault line={error} />;
  if (value === undefined || value.isMaking) return <Waiting what="both runs" />;
  const { rows, onlyA, onlyB, figure } = value;
  const apart = rows.filter((row) => row.apart).length;
  const only = [
    ...(onlyA > 0 ? [`${count(onlyA)} only in ${a}`] : []),
    ...(onlyB > 0 ? [`${count(onlyB)} only in ${b}`] : []),
  ];
  return (
    <>
      <p className="lead">
        {rows.length === 0
          ? "They have no row in common."
          : `${plural(rows.length, "row")} in both; ${apart} with intervals apart.`}
        {only.length > 0 && ` ${only.join(", ")}.`}
      </p>
      {figure !== null && (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the report's package
        <figure className="chart" dangerouslySetInnerHTML={{ __html: figure }} />
      )}
      {rows.length > 0 && <Rows rows={rows} a={a} b={b} />}
    </>
  );
}

function Rows({ rows, a, b }: { readonly rows: Comparison["rows"] } & Record<"a" | "b", string>) {
  const [most, setMost] = useState(mostRows);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways by keyboard */}
      <section className="wide" aria-label="rows in both" tabIndex={0}>
        <table className="plain cells">
          <thead>
            <tr>
              <th scope="col">row</th>
              <th scope="col" className="n">
                student in {a}
              </th>
              <th scope="col" className="n">
                in {b}
              </th>
              <th scope="col" className="n">
                change
              </th>
              <th scope="col" className="n">
                PGR
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={[row.task, row.supervisor, row.student, row.method, row.labels].join("\n")}>
                <td>
                  {row.task}: {row.supervisor} → {row.student}, {row.method}, {row.labels}
                </td>
                <td className="n" data-of={a}>
                  {interval(row.a.score)}
                </td>
                <td className="n" data-of={b}>
                  {interval(row.b.score)}
                </td>
                <td
                  className={`n ${row.apart ? (row.difference > 0 ? "good" : "bad") : ""}`}
                  data-of="change"
                >
                  {signed(row.difference)}
                  {row.apart ? " *" : ""}
                </td>
                <td className="n" data-of="PGR">
                  {pgr(row.a.pgr)}, {pgr(row.b.pgr)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="soft small">
        * The two 95% intervals have no value in common. Runs may differ in anything but what names
        a row: seeds, sizes, settings.
      </p>
      {rows.length > most && (
        <button type="button" onClick={() => setMost(most + mostRows)}>
          {count(rows.length - most)} more
        </button>
      )}
    </>
  );
}

const interval = ({ value, low, high }: Value) =>
  `${decimal(value)} [${decimal(low)}, ${decimal(high)}]`;
const pgr = (value: Value | null) => (value === null ? "undefined" : decimal(value.value, 2));
