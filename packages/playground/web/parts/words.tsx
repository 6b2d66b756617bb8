// The same in words, with what must be known of them.

import { plural } from "@w2s/base";
import { saidOf } from "../said-of.js";
import type { Shown } from "../use-rungs.js";

export function Words({ settings, found: { outcome, warnings } }: Shown) {
  const notes = [...new Set([...outcome.warnings, ...warnings])];
  return (
    <section className="card words">
      <h2>In words</h2>
      <p>{saidOf(outcome, settings)}</p>
      {notes.length > 0 && (
        <details>
          <summary>{plural(notes.length, "note")}</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
