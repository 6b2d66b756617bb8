// Who labels: asked once a tab, and again where a name is somebody's already.

import { type FormEvent, useEffect, useState } from "react";
import { Link } from "wouter";
import type { About, Seat } from "../../src/label/messages.js";
import { Page } from "../frame/page.js";
import { join, keptSeat } from "./ask.js";

interface SeatPageProps {
  readonly project: string;
  readonly about: About;
  onSeat(seat: Seat): void;
}

/** Asks for a name. */
export function SeatPage({ project, about, onSeat }: SeatPageProps) {
  const { annotators } = about.settings;
  const [name, setName] = useState(annotators?.[0] ?? "");
  const [question, setQuestion] = useState<string>();
  const [error, setError] = useState<string>();
  const sit = (who: string, same: boolean) => {
    join(project, who, same).then(
      (joined) => {
        setError(undefined);
        if ("ask" in joined) setQuestion(joined.ask);
        else onSeat(joined);
      },
      (fault: Error) => setError(fault.message),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for who sat here before
  useEffect(() => {
    const kept = keptSeat(project);
    if (!kept) return;
    setName(kept.name);
    sit(kept.name, false);
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sit(name.trim(), question !== undefined);
  };
  const typed = (text: string) => {
    setName(text);
    setQuestion(undefined);
  };
  return (
    <Page title={about.task} above={<Link href="/">Label</Link>}>
      <p>
        {about.items} items ({about.splits.join(", ")}): {about.options.join(" or ")}?
      </p>
      <form className="card seat" onSubmit={submit}>
        <label htmlFor="annotator">Your name</label>
        {annotators === null ? (
          <input
            id="annotator"
            // biome-ignore lint/a11y/noAutofocus: the one thing to do here
            autoFocus
            required
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={(event) => typed(event.target.value)}
          />
        ) : (
          <select id="annotator" value={name} onChange={(event) => typed(event.target.value)}>
            {annotators.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
        {question !== undefined && <p role="alert">{question}</p>}
        {error !== undefined && (
          <p className="fault" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="main">
          {question === undefined ? "label" : "that is me: go on"}
        </button>
      </form>
    </Page>
  );
}
