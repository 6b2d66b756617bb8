// A labelling session as a page drives it: what is shown, what is on its way, what could not be
// stored yet. An answer is forgotten only when the server says that it is on the disk.

import { useCallback, useEffect, useRef, useState } from "react";
import type { Seat, Turn } from "../../src/label/messages.js";
import { ask, Fault, join, keepPending, type Pending, pendingOf } from "./ask.js";

/** What a page sees of its session. */
export interface PageSession {
  readonly turn: Turn | undefined;
  /** One line, where something could not be done. */
  readonly error: string | undefined;
  /** Whether an answer waits to be stored. */
  readonly waiting: boolean;
  readonly busy: boolean;
  /** How often something was stored: whoever shows figures asks again. */
  readonly stored: number;
  say(answer: Pending): void;
  undo(): void;
  show(place: number): void;
  finish(sure: boolean): void;
  retry(): void;
}

/** How long an answer that could not be stored waits before it is sent again. */
const again = 1500;

/** Whether the answer may be stored later: the disk is full, or nobody answers. */
const mayWait = (error: unknown): boolean =>
  error instanceof Fault && (error.status === 0 || error.status >= 500);

/** The session of whoever has the seat. @param first an item to begin with; else what is next */
export function useSession(project: string, seat: Seat, first: number | undefined): PageSession {
  const [turn, setTurn] = useState<Turn>();
  const [error, setError] = useState<string>();
  // A new object at every failure, so that each is followed by another try.
  const [pending, setPending] = useState<{ readonly answer: Pending }>();
  const [busy, setBusy] = useState(false);
  const [stored, setStored] = useState(0);
  const running = useRef(false);

  const request = useCallback(
    async (path: string, body?: object): Promise<Turn> => {
      try {
        return await ask<Turn>(project, path, seat.token, body);
      } catch (fault) {
        // The studio was started again: the tab shows the token that it kept.
        if (!(fault instanceof Fault) || fault.status !== 401) throw fault;
        const joined = await join(project, seat.name, false);
        if ("ask" in joined) throw fault;
        return ask<Turn>(project, path, joined.token, body);
      }
    },
    [project, seat],
  );

  const run = useCallback(
    async (path: string, body?: object, answer?: Pending): Promise<void> => {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      try {
        const next = await request(path, body);
        if (answer) keepPending(project, seat.name, undefined);
        setPending(undefined);
        setTurn(next);
        setError(undefined);
        setStored((count) => count + 1);
      } catch (fault) {
        setError((fault as Error).message);
        if (answer && mayWait(fault)) setPending({ answer });
        else if (answer) keepPending(project, seat.name, undefined);
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [project, request, seat],
  );

  const say = useCallback(
    (answer: Pending) => {
      keepPending(project, seat.name, answer);
      void run("/say", answer, answer);
    },
    [project, run, seat],
  );

  useEffect(() => {
    const kept = pendingOf(project, seat.name);
    if (kept) void run("/say", kept, kept);
    else void run(first === undefined ? "/next" : `/items/${first}`);
  }, [first, project, run, seat]);

  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => say(pending.answer), again);
    return () => clearTimeout(timer);
  }, [pending, say]);

  return {
    turn,
    error,
    waiting: pending !== undefined,
    busy,
    stored,
    say,
    undo: () => void run("/undo", {}),
    show: (place) => void run(`/items/${place}`),
    finish: (sure) => void run("/finish", { sure }),
    retry: () => (pending ? say(pending.answer) : void run("/next")),
  };
}
