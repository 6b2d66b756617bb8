// The same in words: the report's own, with what must be known of them.

import { wordsOf } from "@w2s/report";
import type { Found } from "../lab/protocol.js";

export function Words({ found: { outcome, warnings } }: { readonly found: Found }) {
  const notes = [...outcome.warnings, ...warnings];
  return (
    <section className="card words">
      <h2>In words</h2>
      <p>{wordsOf([outcome])}</p>
      {notes.length > 0 && (
        <details>
          <summary>
            {notes.length} {notes.length === 1 ? "note" : "notes"}
          </summary>
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
