// Every row of a run's results: filtered, sorted and a page at a time, as the report writes cells.

import { count } from "@w2s/base";
import { useEffect, useState } from "react";
import { Fault, Waiting } from "../frame/asked.js";
import { Choice, Pick } from "../frame/pick.js";
import { useJson } from "../frame/use-json.js";
import type { RowsAnswer } from "./types.js";

const orders = {
  "": "as they ran",
  "surest-pgr": "surest gain",
  pgr: "PGR",
  gain: "gain",
  student: "student's score",
  weak: "supervisor's score",
  ceiling: "ceiling",
} as const;

/** The table with its filters. */
export function RowsView({
  address,
  isMaking,
}: {
  readonly address: string;
  readonly isMaking: boolean;
}) {
  const [filter, setFilter] = useState<Readonly<Record<string, string>>>({});
  const [from, setFrom] = useState(0);
  const query = new URLSearchParams({ ...filter, from: String(from) });
  const { value, error } = useJson<RowsAnswer>(`${address}/rows?${query}`, isMaking);
  const [seen, setSeen] = useState<RowsAnswer>();
  useEffect(() => {
    if (value !== undefined) setSeen(value);
  }, [value]);
  if (seen === undefined) {
    return error === undefined || isMaking ? <Waiting what="the rows" /> : <Fault line={error} />;
  }
  const set = (name: string) => (chosen: string) => {
    setFrom(0);
    setFilter((before) => ({ ...before, [name]: chosen }));
  };
  const { headers, rows, total, pageRows, options } = seen;
  return (
    <div className="report">
      <link rel="stylesheet" href="/api/runs/report.css" precedence="default" />
      <form aria-label="Filter the rows" onSubmit={(event) => event.preventDefault()}>
        {Object.entries(options).map(([name, values]) => (
          <Pick
            key={name}
            title={name}
            values={values}
            chosen={filter[name] ?? ""}
            choose={set(name)}
          />
        ))}
        <Choice title="order" titles={orders} chosen={filter.by ?? ""} choose={set("by")} />
        <output aria-live="polite">{count(total)} rows</output>
      </form>
      {error !== undefined && <Fault line={error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways by keyboard */}
      <section className="wide" aria-label="rows" tabIndex={0}>
        <table className="cells">
          <thead>
            <tr>
              <th scope="col">task</th>
              {headers.map(({ title, number }) => (
                <th key={title + String(number)} scope="col" className={number ? "n" : undefined}>
                  {title}
                </th>
              ))}
              <th scope="col">notes</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row.cells) + row.task + row.labels}>
                <td data-of="task">{row.task}</td>
                {row.cells.map((cell, k) => (
                  <td
                    key={headers[k]!.title + String(headers[k]!.number)}
                    data-of={headers[k]!.title}
                    className={headers[k]!.number ? "n" : undefined}
                    // biome-ignore lint/security/noDangerouslySetInnerHtml: the report's markup
                    dangerouslySetInnerHTML={{ __html: cell }}
                  />
                ))}
                <td data-of="notes">
                  {row.note !== "" && (
                    <details className="note">
                      <summary>*</summary>
                      {row.note}
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {total > pageRows && (
        <p className="pager">
          <button type="button" disabled={from === 0} onClick={() => setFrom(from - pageRows)}>
            Back
          </button>
          <span className="soft">
            {count(from + 1)} to {count(Math.min(total, from + pageRows))} of {count(total)}
          </span>
          <button
            type="button"
            disabled={from + pageRows >= total}
            onClick={() => setFrom(from + pageRows)}
          >
            Next
          </button>
        </p>
      )}
    </div>
  );
}
