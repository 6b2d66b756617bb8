// The page where somebody labels: guidelines beside the item, a key an answer.

import { useState } from "react";
import { Link } from "wouter";
import type { About, Seat } from "../../src/label/messages.js";
import { Page } from "../frame/page.js";
import { Answers } from "./answers.js";
import { leave } from "./ask.js";
import { Figures } from "./figures.js";
import { Item } from "./item.js";
import { confidenceOf, sureness, useKeys } from "./keys.js";
import { Markdown } from "./markdown.js";
import { Timer, useClock } from "./timer.js";
import { type PageSession, useSession } from "./use-session.js";

interface LabelPageProps {
  readonly project: string;
  readonly about: About;
  readonly seat: Seat;
  /** An item to begin with. */
  readonly first: number | undefined;
}

/** Where somebody labels. */
export function LabelPage({ project, about, seat, first }: LabelPageProps) {
  const session = useSession(project, seat, first);
  const { turn, error, waiting, stored } = session;
  const progress = turn?.progress;
  const getUp = () => {
    leave(project);
    location.reload();
  };
  return (
    <Page
      title={about.task}
      above={<Link href="/">Label</Link>}
      actions={
        <>
          <Link href={`/${encodeURIComponent(project)}/items`} className="button">
            all items
          </Link>
          <button type="button" onClick={getUp}>
            {seat.name}: not me
          </button>
        </>
      }
    >
      {progress && (
        <p className="progress">
          <progress
            max={progress.wanted}
            value={progress.answers}
            aria-label="Answers that are there"
          />
          <span>
            {progress.answers} of {progress.wanted} answers, {progress.left} left for you
          </span>
        </p>
      )}
      {error !== undefined && (
        <p className="fault" role="alert">
          {error}
          {waiting && " Your answer is kept here, and sent again."}{" "}
          <button type="button" onClick={session.retry}>
            try again
          </button>
        </p>
      )}
      <div className="labelling">
        <div>
          {turn?.item ? (
            <Asked key={`${turn.item.id} ${stored}`} session={session} about={about} />
          ) : (
            turn && <Nothing session={session} project={project} />
          )}
        </div>
        <aside>
          <details open className="card">
            <summary>
              <h2>Guidelines</h2>
            </summary>
            <Markdown text={about.guidelines} />
          </details>
          <Figures project={project} again={stored} />
        </aside>
      </div>
      <p aria-live="polite" className="hidden">
        {stored > 1 && turn?.item ? `Stored. Item ${turn.item.place + 1}.` : ""}
      </p>
    </Page>
  );
}

/** One item and its keys; made anew for each. */
function Asked({ session, about }: { readonly session: PageSession; readonly about: About }) {
  const item = session.turn!.item!;
  const { confidence, limitSeconds } = about.settings;
  const [chosen, setChosen] = useState<number>();
  const elapsed = useClock(item);
  const disabled = session.busy || session.waiting;
  const { id, hash } = item;
  const answer = (label: number, more: { readonly confidence?: number } = {}) =>
    session.say({ id, hash, what: "answered", label, ms: elapsed(), ...more });
  const does = {
    choose: (option: number) => (confidence ? setChosen(option) : answer(option)),
    sure: (share: number) => {
      if (chosen === undefined) return;
      answer(chosen, { confidence: confidenceOf(share, about.options.length) });
    },
    skip: () => session.say({ id, hash, what: "skipped", ms: elapsed() }),
    undo: session.undo,
  };
  useKeys((key) => {
    if (disabled) return false;
    const option = Number(key) - 1;
    const sure = sureness.find((one) => one.key === key);
    if (about.options[option] !== undefined) does.choose(option);
    else if (key === "0") does.skip();
    else if (key === "u" || key === "backspace") does.undo();
    else if (key === "escape") setChosen(undefined);
    else if (confidence && chosen !== undefined && sure) does.sure(sure.share);
    else return false;
    return true;
  });
  return (
    <>
      <p className="item-head soft">
        <span>
          item {item.place + 1} of {about.items}
        </span>
        {item.said && <span>you said: {saidText(item.said, about.options)}</span>}
        <Timer
          elapsed={elapsed}
          limitSeconds={limitSeconds}
          onOver={() => session.say({ id, hash, what: "late", ms: elapsed() })}
        />
      </p>
      <Item item={item} about={about} chosen={chosen} />
      <Answers about={about} chosen={chosen} said={item.said} disabled={disabled} {...does} />
    </>
  );
}

/** What was said of an item, in words. */
export function saidText(
  { what, label }: NonNullable<NonNullable<PageSession["turn"]>["item"]>["said"] & object,
  options: readonly string[],
): string {
  return what === "answered" && label !== undefined ? options[label]! : what;
}

/** When nothing is left: the end, which somebody must want. */
function Nothing({
  session,
  project,
}: {
  readonly session: PageSession;
  readonly project: string;
}) {
  const { answers, wanted, closed } = session.turn!.progress;
  const [asked, setAsked] = useState(false);
  useKeys((key) => {
    if (closed || session.busy || !["u", "backspace"].includes(key)) return false;
    session.undo();
    return true;
  });
  const isWhole = answers >= wanted;
  if (closed) {
    return (
      <div className="card">
        <h2>Labelling is over</h2>
        <Link href={`/${encodeURIComponent(project)}/results`} className="button main">
          results
        </Link>
      </div>
    );
  }
  return (
    <div className="card">
      <h2>Nothing is left for you</h2>
      <p>
        {isWhole
          ? "Every item has its answers."
          : `${wanted - answers} answers are missing: skipped items, or others' items.`}{" "}
        When labelling is over, nothing is stored any more and the results are shown.
      </p>
      {asked && !isWhole && <p role="alert">{wanted - answers} answers are missing. End it?</p>}
      <div className="actions">
        <button
          type="button"
          className="main"
          onClick={() => (isWhole || asked ? session.finish(true) : setAsked(true))}
        >
          {asked && !isWhole ? "yes, labelling is over" : "labelling is over"}
        </button>
        <button type="button" aria-keyshortcuts="u" onClick={session.undo}>
          <kbd>u</kbd> undo
        </button>
      </div>
    </div>
  );
}
