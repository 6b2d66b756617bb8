// What came of it: everybody's accuracy on the same test, with intervals, and the gap recovered.

import { count, plural } from "@w2s/base";
import type { Estimate, Outcome } from "@w2s/lab";
import { pgrText, score } from "@w2s/report";
import type { Found } from "../lab/protocol.js";

interface Row {
  readonly name: string;
  readonly about: string;
  readonly className: string;
  readonly accuracy: Estimate;
}

interface Props {
  readonly found: Found | undefined;
  /** Whether it is what the run before this one has found. */
  readonly isBefore: boolean;
}

export function Gap({ found, isBefore }: Props) {
  return (
    <section className="card">
      <h2>What came of it</h2>
      {found === undefined ? (
        <p className="soft empty">Nothing is scored before everybody is trained.</p>
      ) : (
        <div className={isBefore ? "before" : undefined} aria-busy={isBefore}>
          {isBefore && <p className="soft empty">Of the run before, until this one is done:</p>}
          <Scores outcome={found.outcome} />
        </div>
      )}
    </section>
  );
}

function Scores({ outcome }: { readonly outcome: Outcome }) {
  const { pgr, testExamples, seeds } = outcome;
  return (
    <>
      {pgr.defined ? (
        <p className="pgr">
          <b>{pgrText(pgr)}</b> of the gap recovered (PGR, 95%)
        </p>
      ) : (
        <p className="pgr">
          <b>No gap to recover</b>
          <small>PGR is undefined: {pgr.reason}</small>
        </p>
      )}
      <table className="roles">
        <caption>
          Accuracy on {count(testExamples)} test examples, {plural(seeds.length, "seed")}, 95%
          intervals
        </caption>
        <tbody>
          {rowsOf(outcome).map(({ name, about, className, accuracy }) => (
            <tr key={name}>
              <th scope="row">
                {name} <small>{about}</small>
              </th>
              <td className="scale">
                <Span className={className} accuracy={accuracy} />
              </td>
              <td className="number">{score(accuracy.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function rowsOf({ scores, arms }: Outcome): Row[] {
  const arm = (name: keyof Outcome["arms"], about: string): Row[] => {
    const one = arms[name];
    const label = name === "selfTaught" ? "self-taught" : name;
    return one.run
      ? [{ name: label, about, className: "uninformed", accuracy: one.scores.accuracy }]
      : [];
  };
  return [
    ...arm("untouched", "the student before training"),
    ...arm("uninformed", "taught by the same labels, dealt out at random"),
    {
      name: "supervisor",
      about: "taught by the truth",
      className: "weak",
      accuracy: scores.weak.accuracy,
    },
    {
      name: "student",
      about: "taught by the supervisor",
      className: "student",
      accuracy: scores.student.accuracy,
    },
    ...arm("selfTaught", "taught by its own kind, which learnt the truth"),
    {
      name: "ceiling",
      about: "the student taught by the truth",
      className: "ceiling",
      accuracy: scores.ceiling.accuracy,
    },
  ];
}

/** A number and its interval from 0 to 1; the table has the number in words. */
function Span({
  className,
  accuracy,
}: {
  readonly className: string;
  readonly accuracy: Estimate;
}) {
  const x = (value: number) => 2 + 196 * value;
  return (
    <svg viewBox="0 0 200 18" aria-hidden="true" preserveAspectRatio="none">
      <line className="grid" x1={x(0)} x2={x(1)} y1="9" y2="9" />
      <line className="grid" x1={x(0.5)} x2={x(0.5)} y1="2" y2="16" />
      <line
        className={`span ${className}`}
        x1={x(accuracy.low)}
        x2={x(accuracy.high)}
        y1="9"
        y2="9"
      />
      <line
        className={`point ${className}`}
        x1={x(accuracy.value)}
        x2={x(accuracy.value)}
        y1="3"
        y2="15"
      />
    </svg>
  );
}
