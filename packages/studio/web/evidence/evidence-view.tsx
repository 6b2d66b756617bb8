// Single examples: what everybody said of each, and what was right. Pages come from the server; a
// search that takes long goes on page by page, and says how far it is.

import { count } from "@w2s/base";
import type { EvidenceAbout, EvidencePage, PlacedRow } from "@w2s/lab";
import { useEffect, useState } from "react";
import { Fault, Waiting } from "../frame/asked.js";
import { Pager } from "../frame/pager.js";
import { Choice, Pick } from "../frame/pick.js";
import { askJson, useJson } from "../frame/use-json.js";
import { decimal } from "../runs/format.js";
import type { RowsAnswer } from "../runs/types.js";
import { Quote } from "./quote.js";

type Answer = EvidencePage & { readonly about: EvidenceAbout };

const kinds = {
  "": "all",
  "overruled-right": "overruled, rightly",
  "overruled-wrong": "overruled, wrongly",
  "copied-errors": "copied an error",
  disagreements: "disagreements",
} as const;

interface Found {
  readonly rows: readonly PlacedRow[];
  readonly about: EvidenceAbout | null;
  readonly next: number | null;
  readonly total: number;
  readonly isSearching: boolean;
}
const nothing: Found = { rows: [], about: null, next: 0, total: 0, isSearching: true };
/** Rows of a page of this view. */
const wanted = 50;

/** The view with its filters. */
export function EvidenceView({ address }: { readonly address: string }) {
  const [filter, setFilter] = useState<Readonly<Record<string, string>>>({});
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const { value: known } = useJson<RowsAnswer>(`${address}/rows`);
  const from = starts.at(-1)!;
  const { found, error } = useEvidence(address, filter, from);
  const set = (name: string) => (chosen: string) => {
    setStarts([0]);
    setFilter((before) => ({ ...before, [name]: chosen }));
  };
  if (error !== undefined) return <Fault line={error} />;
  const { rows, about, next, total, isSearching } = found;
  const words = filter.words ?? "";
  return (
    <>
      <form
        className="filters"
        aria-label="Filter the examples"
        onSubmit={(event) => event.preventDefault()}
      >
        <label>
          search
          <input
            type="search"
            placeholder="words of the text"
            defaultValue={words}
            onChange={(event) => set("words")(event.target.value)}
          />
        </label>
        <Choice title="kind" titles={kinds} chosen={filter.kind ?? ""} choose={set("kind")} />
        {Object.entries(known?.options ?? {}).map(([name, values]) => (
          <Pick
            key={name}
            title={name}
            values={values}
            chosen={filter[name] ?? ""}
            choose={set(name)}
          />
        ))}
      </form>
      <p className="soft small" role="status">
        {statusOf(found, from)}
      </p>
      <div className="examples">
        {about !== null && rows.map((row) => <Example key={row.place} row={row} about={about} />)}
      </div>
      {isSearching && rows.length === 0 && <Waiting what="examples" />}
      <Pager starts={starts} next={isSearching ? null : next} turn={setStarts}>
        <span className="soft">{total > 0 && `${count(total)} rows in the file`}</span>
      </Pager>
    </>
  );
}

function statusOf({ rows, next, total, isSearching }: Found, from: number): string {
  const seen = `${rows.length} shown`;
  if (isSearching) return total === 0 ? "" : `${seen}, searched up to row ${count(next ?? total)}`;
  if (next === null && from === 0) return `${seen}, which are all`;
  return next === null ? `${seen}, the last ones` : seen;
}

/** Asks until a page is full or the file is through. */
function useEvidence(address: string, filter: Readonly<Record<string, string>>, from: number) {
  const [found, setFound] = useState<Found>(nothing);
  const [error, setError] = useState<string>();
  useEffect(() => {
    const controller = new AbortController();
    const search = async () => {
      let page: Found = { ...nothing, next: from };
      while (page.next !== null && page.rows.length < wanted && !controller.signal.aborted) {
        const query = new URLSearchParams({
          ...filter,
          from: String(page.next),
          limit: String(wanted - page.rows.length),
        });
        const { signal } = controller;
        const answer = await askJson<Answer>(`${address}/evidence?${query}`, { signal });
        page = {
          ...answer,
          rows: [...page.rows, ...answer.rows],
          isSearching: answer.next !== null && page.rows.length + answer.rows.length < wanted,
        };
        setFound(page);
      }
    };
    // Not at every letter.
    const timer = setTimeout(() => {
      search().catch((fault: Error) => {
        if (!controller.signal.aborted) setError(fault.message);
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [address, filter, from]);
  return { found, error };
}

/** What files call each role, as people do. */
const roleNames: Readonly<Record<string, string>> = {
  weak: "supervisor",
  student: "student",
  ceiling: "ceiling",
  untouched: "untouched",
  uninformed: "uninformed",
  selfTaught: "self-taught",
};

function Example({ row, about }: { readonly row: PlacedRow; readonly about: EvidenceAbout }) {
  const names = about.tasks.find(({ name }) => name === row.task)?.optionNames ?? [];
  const option = (k: number) => names[k] ?? String(k);
  const truth = row.words?.truth ?? option(row.truth);
  return (
    <article>
      <p className="soft small">
        <bdi>{row.id}</bdi> · <bdi>{row.supervisor}</bdi> → <bdi>{row.student}</bdi>,{" "}
        <bdi>{row.method}</bdi>, {row.labels}, seed {row.seed}
      </p>
      {row.texts.map((text, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options stand in their order
        <Quote key={i} text={text} isRight={row.texts.length > 1 && i === row.truth} />
      ))}
      <dl className="said">
        <div>
          <dt>truth</dt>
          <dd>
            <strong>
              <bdi>{truth}</bdi>
            </strong>
          </dd>
        </div>
        {Object.entries(row.said).map(([role, shares]) => {
          const said = shares.indexOf(Math.max(...shares));
          const isRight = said === row.truth;
          return (
            <div key={role} className={isRight ? "right" : "wrong"}>
              <dt>{roleNames[role] ?? role}</dt>
              <dd>
                <span aria-hidden="true">{isRight ? "✓" : "✗"}</span>
                <span className="hidden">{isRight ? "right: " : "wrong: "}</span>{" "}
                <bdi>{row.words?.[role as keyof typeof row.said] ?? option(said)}</bdi>{" "}
                {decimal(shares[said]!, 2)}
                <meter value={shares[said]} min={0} max={1} aria-hidden="true" />
              </dd>
            </div>
          );
        })}
      </dl>
    </article>
  );
}
