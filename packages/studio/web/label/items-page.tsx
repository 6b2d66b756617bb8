// All items, a window of them at a time: rows that nobody sees are neither asked for nor drawn.

import { useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { About, ItemPage, ListedItem, Seat } from "../../src/label/messages.js";
import { Page } from "../frame/page.js";
import { ask } from "./ask.js";
import { saidText } from "./label-page.js";

const rowHeight = 44;
const pageRows = 100;
/** Rows drawn beyond the window, above and below. */
const beyond = 8;

interface ItemsPageProps {
  readonly project: string;
  readonly about: About;
  readonly seat: Seat;
}

/** The list. */
export function ItemsPage({ project, about, seat }: ItemsPageProps) {
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const { rowAt, error } = useRows(project, seat);
  const [, go] = useLocation();
  useEffect(() => {
    const resized = () => setHeight(box.current?.clientHeight ?? 600);
    resized();
    window.addEventListener("resize", resized);
    return () => window.removeEventListener("resize", resized);
  }, []);
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const last = Math.min(about.items, Math.ceil((top + height) / rowHeight) + beyond);
  const places = Array.from({ length: last - first }, (_, i) => first + i);
  const base = `/${encodeURIComponent(project)}`;
  return (
    <Page title={`Items of ${about.task}`} above={<Link href={base}>{about.task}</Link>}>
      <form
        className="jump"
        onSubmit={(event) => {
          event.preventDefault();
          const number = Number(new FormData(event.currentTarget).get("number"));
          if (number >= 1 && number <= about.items) go(`${base}/items/${number - 1}`);
        }}
      >
        <label>
          go to item <input name="number" type="number" min={1} max={about.items} required />
        </label>{" "}
        <span className="soft">of {about.items.toLocaleString("en-US")}</span>
      </form>
      {error !== undefined && (
        <p className="fault" role="alert">
          {error}
        </p>
      )}
      <section
        className="window"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys
        tabIndex={0}
        aria-label="Items"
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <ol style={{ height: about.items * rowHeight }}>
          {places.map((place) => (
            <Row
              key={place}
              place={place}
              total={about.items}
              row={rowAt(place)}
              about={about}
              href={`${base}/items/${place}`}
            />
          ))}
        </ol>
      </section>
    </Page>
  );
}

interface RowProps {
  readonly place: number;
  readonly total: number;
  readonly row: ListedItem | undefined;
  readonly about: About;
  readonly href: string;
}

function Row({ place, total, row, about, href }: RowProps) {
  return (
    <li
      style={{ top: place * rowHeight, height: rowHeight }}
      aria-setsize={total}
      aria-posinset={place + 1}
    >
      <Link href={href}>
        <span className="number soft">{place + 1}</span>
        <span className="beginning">{row?.text ?? "…"}</span>
        <span className="said soft">{row?.said ? saidText(row.said, about.options) : ""}</span>
      </Link>
    </li>
  );
}

/** Rows by their place; those that are not there yet are asked for, a page at a time. */
function useRows(project: string, seat: Seat) {
  const pages = useRef(new Map<number, readonly ListedItem[]>());
  const asked = useRef(new Set<number>());
  const [, drawAgain] = useState(0);
  const [error, setError] = useState<string>();
  const rowAt = (place: number): ListedItem | undefined => {
    const page = Math.floor(place / pageRows);
    if (!asked.current.has(page)) {
      asked.current.add(page);
      const path = `/items?from=${page * pageRows}&count=${pageRows}`;
      ask<ItemPage>(project, path, seat.token).then(
        ({ items }) => {
          pages.current.set(page, items);
          drawAgain((count) => count + 1);
        },
        (fault: Error) => {
          asked.current.delete(page);
          setError(fault.message);
        },
      );
    }
    return pages.current.get(page)?.[place % pageRows];
  };
  return { rowAt, error };
}
