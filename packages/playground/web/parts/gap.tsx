// What came of it: everybody's accuracy on the same test, with intervals, and the gap recovered.

import { count, plural } from "@w2s/base";
import type { Estimate, Outcome } from "@w2s/lab";
import { armShown, pgrText, roleMarks, score } from "@w2s/report";
import { errorPlaces, type Settings } from "../../src/settings.js";
import type { Shown } from "../use-rungs.js";

interface Row {
  readonly name: string;
  readonly about: string;
  readonly className: string;
  readonly accuracy: Estimate;
}

/** What became of the run that is chosen, where nothing is found of it. */
export type Lack = "under way" | "stopped" | "failed" | "not run";

/** What is said where nothing is shown, and above what the run before has found. */
const said: Readonly<Record<Lack, { readonly nothing: string; readonly before: string }>> = {
  "under way": {
    nothing: "Nothing is scored before everybody is trained.",
    before: "Of the run before, until this one is done:",
  },
  stopped: {
    nothing: "Nothing is scored: the run was stopped.",
    before: "Of the run before; this one was stopped:",
  },
  failed: {
    nothing: "Nothing is scored: the run failed.",
    before: "Of the run before; this one failed:",
  },
  "not run": {
    nothing: "Nothing is scored: what is chosen is not run.",
    before: "Of the run before; what is chosen now is not run:",
  },
};

interface Props {
  readonly shown: Shown | undefined;
  /** Why it is what the run before has found, if it is. */
  readonly lack: Lack | undefined;
}

export function Gap({ shown, lack }: Props) {
  return (
    <section className="card">
      <h2>What came of it</h2>
      {shown === undefined ? (
        <p className="soft empty">{said[lack ?? "under way"].nothing}</p>
      ) : (
        <>
          {lack && <p className="soft empty">{said[lack].before}</p>}
          <div className={lack && "before"} aria-busy={lack === "under way"}>
            <Scores {...shown} />
          </div>
        </>
      )}
    </section>
  );
}

function Scores({ settings, found: { outcome } }: Shown) {
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
          {rowsOf(outcome, settings).map(({ name, about, className, accuracy }) => (
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

function rowsOf(outcome: Outcome, { errors, supervisor, method }: Settings): Row[] {
  const { scores } = outcome;
  const arm = (name: keyof Outcome["arms"], about: string): Row[] => {
    const one = armShown(outcome, name);
    const { label } = roleMarks[name];
    if (one === null) return [];
    const said = one.isChance ? `${about}: chance, as its head is new` : about;
    return [{ name: label, about: said, className: label, accuracy: one.at }];
  };
  return [
    ...arm("untouched", "the student before training"),
    ...arm("uninformed", "taught by the same labels, dealt out at random"),
    {
      name: "supervisor",
      about:
        errors === "own"
          ? "taught by the truth"
          : `no model: the truth, as often wrong as world-${supervisor}, ${errorPlaces[errors]}`,
      className: "weak",
      accuracy: scores.weak.accuracy,
    },
    {
      name: "student",
      about:
        method === "bootstrapping"
          ? "taught by a size in between, which the supervisor taught"
          : "taught by the supervisor",
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
