// Who works on what of a run that several share, as `w2s status` says it: a line for whoever
// refused, what failed and what was skipped, and a row a worker.

import { count } from "@w2s/base";
import type { WorkersSaid } from "../../src/live/workers.js";
import { Fault } from "../frame/asked.js";

/** The section; nothing where the run has no workers. */
export function Workers({ said }: { readonly said: WorkersSaid | null }) {
  if (said === null) return null;
  return (
    <section aria-labelledby="workers" className="workers">
      <h2 id="workers">Workers</h2>
      {"fault" in said ? <Fault line={said.fault} /> : <Words said={said} />}
    </section>
  );
}

function Words({ said }: { readonly said: Exclude<WorkersSaid, { readonly fault: string }> }) {
  const { headline, steps, passes, workers, notes, logs } = said;
  return (
    <>
      <p className="workers-headline">{headline}</p>
      <dl className="course">
        <dt>steps</dt>
        <dd>{steps}</dd>
        <dt>passes</dt>
        <dd>{passes}</dd>
        {logs !== null && (
          <>
            <dt>logs</dt>
            <dd>{logs}</dd>
          </>
        )}
      </dl>
      {/* What is new here is read out; what workers are at changes too often for that. */}
      <div aria-live="polite" aria-relevant="additions">
        {notes.length > 0 && (
          <ul>
            {notes.map(({ what, line }) => (
              // Of alike ones the number alone changes.
              <li key={`${what.split(" ")[0]} ${line}`}>
                <strong>{what}</strong> {line}
              </li>
            ))}
          </ul>
        )}
      </div>
      {workers.length > 0 && <WorkersTable workers={workers} />}
    </>
  );
}

type WorkerRows = Extract<WorkersSaid, { readonly headline: string }>["workers"];

function WorkersTable({ workers }: { readonly workers: WorkerRows }) {
  return (
    <table className="plain cells" aria-label="what each worker is at">
      <thead>
        <tr>
          <th scope="col">worker</th>
          <th scope="col">doing</th>
          <th scope="col">since</th>
          <th scope="col" className="n">
            passes done
          </th>
        </tr>
      </thead>
      <tbody>
        {workers.map(({ name, doing, since, done }) => (
          <tr key={name}>
            <td>{name}</td>
            <td data-of="doing">{doing}</td>
            <td data-of="since">{since}</td>
            <td data-of="passes done" className="n">
              {count(done)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
