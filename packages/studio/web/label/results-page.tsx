// What people's answers came to; there is nothing here before labelling is over.

import { Link } from "wouter";
import type { About, Interval, SessionResults } from "../../src/label/messages.js";
import { Page } from "../frame/page.js";
import { useJson } from "../frame/use-json.js";

interface ResultsPageProps {
  readonly project: string;
  readonly about: About;
}

/** Accuracy by what people had beside an item, and what help was worth. */
export function ResultsPage({ project, about }: ResultsPageProps) {
  const address = `/api/label/${encodeURIComponent(project)}/results`;
  const { value, error } = useJson<SessionResults>(address);
  const base = `/${encodeURIComponent(project)}`;
  return (
    <Page title={`Results of ${about.task}`} above={<Link href={base}>{about.task}</Link>}>
      {error !== undefined && (
        <p className={about.closed ? "fault" : "soft"} role="status">
          {error}
        </p>
      )}
      {value && <Tables results={value} />}
    </Page>
  );
}

function Tables({
  results: { arms, help, labelled, items },
}: {
  readonly results: SessionResults;
}) {
  return (
    <>
      <p>
        {labelled} of {items} items have an answer. Intervals are over items, each drawn with all
        answers to it; annotators are taken as they are.
      </p>
      <div className="wide-table">
        <table>
          <caption>Accuracy, by who judged</caption>
          <thead>
            <tr>
              <th scope="col">who</th>
              <th scope="col">answers</th>
              <th scope="col">unanswered</th>
              <th scope="col">accuracy (95%)</th>
              <th scope="col">s per item</th>
            </tr>
          </thead>
          <tbody>
            {arms.map(({ judge, answers, unanswered, accuracy, seconds }) => (
              <tr key={judge}>
                <th scope="row">{judge}</th>
                <td>{answers}</td>
                <td>{unanswered ?? ""}</td>
                <td>{interval(accuracy)}</td>
                <td>{seconds === null ? "" : seconds.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {help.length > 0 && (
        <div className="wide-table">
          <table>
            <caption>Help minus the better of the person alone and the model alone</caption>
            <thead>
              <tr>
                <th scope="col">difference</th>
                <th scope="col">paired items</th>
                <th scope="col">value (95%)</th>
                <th scope="col">p</th>
                <th scope="col">Holm</th>
              </tr>
            </thead>
            <tbody>
              {help.map(({ arm, better, paired, difference, p, corrected }) => (
                <tr key={arm}>
                  <th scope="row">
                    {arm} − {better}
                  </th>
                  <td>{paired}</td>
                  <td>{interval(difference)}</td>
                  <td>{short(p)}</td>
                  <td>{short(corrected)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

const short = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");

const interval = ({ value, low, high }: Interval): string =>
  `${short(value)} [${short(low)}, ${short(high)}]`;
