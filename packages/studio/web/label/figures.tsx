// Agreement and speed, live: asked for again after everything that is stored.

import { plural } from "@w2s/base";
import type { LiveFigures } from "../../src/label/messages.js";
import { useJson } from "../frame/use-json.js";

/** How labelling goes. */
export function Figures({ project, again }: { readonly project: string; readonly again: number }) {
  const address = `/api/label/${encodeURIComponent(project)}/figures`;
  const { value } = useJson<LiveFigures>(address, again);
  if (!value) return null;
  const { agreement, speed, stale } = value;
  const measures = [
    ["agreement", agreement.observed],
    ["Cohen's kappa", agreement.cohen],
    ["Fleiss' kappa", agreement.fleiss],
    ["Krippendorff's alpha", agreement.alpha],
  ] as const;
  const known = measures.filter(([, number]) => number !== null);
  return (
    <section aria-label="How it goes" className="card figures">
      <h2>How it goes</h2>
      <div className="wide-table">
        <table>
          <thead>
            <tr>
              <th scope="col">who</th>
              <th scope="col">answers</th>
              <th scope="col">skipped</th>
              <th scope="col">s per item</th>
            </tr>
          </thead>
          <tbody>
            {speed.map(({ annotator, answers, skipped, late, seconds }) => (
              <tr key={annotator}>
                <th scope="row">{annotator}</th>
                <td>{answers}</td>
                <td>{skipped + late}</td>
                <td>{seconds === null ? "" : seconds.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {agreement.annotators > 1 && (
        <>
          <p className="soft">{plural(agreement.examples, "item")} answered twice or more</p>
          <dl>
            {known.map(([name, number]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{number!.toFixed(3).replace(/^(-?)0\./, "$1.")}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {stale > 0 && (
        <p className="fault">
          {stale} {stale === 1 ? "line is" : "lines are"} about items that changed since: they do
          not count, and these items are asked again.
        </p>
      )}
    </section>
  );
}
