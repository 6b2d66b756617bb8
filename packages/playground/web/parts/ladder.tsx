// The gap: what a supervisor of each size made of the same student, as far as this visit has seen.

import type { Outcome } from "@w2s/lab";
import { pgrText, score } from "@w2s/report";
import { ladder, type Settings, toHash, type Width } from "../../src/settings.js";
import type { Rungs } from "../use-rungs.js";

interface Props {
  readonly settings: Settings;
  readonly rungs: Rungs;
  /** Whether one supervisor after the other is being run. */
  readonly isRunningAll: boolean;
  readonly choose: (chosen: Partial<Settings>) => void;
  readonly runAll: (supervisors: readonly Width[]) => void;
}

export function Ladder({ settings, rungs, isRunningAll, choose, runAll }: Props) {
  const outcomeOf = (supervisor: Width) =>
    rungs.get(toHash({ ...settings, supervisor }))?.found?.outcome;
  const weaker = ladder.filter((width) => width < settings.student);
  const shown = ladder.filter((width) => width < settings.student || outcomeOf(width));
  const left = weaker.filter((width) => outcomeOf(width) === undefined);
  return (
    <section className="card ladder">
      <div className="head">
        <h2>Drag the gap</h2>
        <button
          type="button"
          disabled={isRunningAll || left.length === 0}
          onClick={() => runAll(left)}
        >
          Run every weaker supervisor
        </button>
      </div>
      <p>
        Move the supervisor up and down the ladder: what does <b>world-{settings.student}</b> make
        of each?
      </p>
      {shown.length > 0 && (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th scope="col">supervisor</th>
                <th scope="col" className="number">
                  scores
                </th>
                <th scope="col" className="number">
                  student
                </th>
                <th scope="col" className="number">
                  ceiling
                </th>
                <th scope="col" className="scale">
                  <span className="hidden">from supervisor to ceiling</span>
                </th>
                <th scope="col">PGR (95%)</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((supervisor) => (
                <tr key={supervisor} aria-current={supervisor === settings.supervisor}>
                  <th scope="row">
                    <button type="button" className="plain" onClick={() => choose({ supervisor })}>
                      world-{supervisor}
                    </button>
                  </th>
                  <Rung outcome={outcomeOf(supervisor)} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Rung({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === undefined) {
    return (
      <td colSpan={5} className="soft unrun">
        not run yet
      </td>
    );
  }
  const { scores, pgr } = outcome;
  const [weak, student, ceiling] = [
    scores.weak.accuracy.value,
    scores.student.accuracy.value,
    scores.ceiling.accuracy.value,
  ];
  return (
    <>
      <td className="number">{score(weak)}</td>
      <td className="number">{score(student)}</td>
      <td className="number">{score(ceiling)}</td>
      <td className="scale">
        <Climb weak={weak} student={student} ceiling={ceiling} />
      </td>
      <td>{pgr.defined ? pgrText(pgr) : "no gap"}</td>
    </>
  );
}

/** From the supervisor to the ceiling, and where the student came to. */
function Climb({
  weak,
  student,
  ceiling,
}: Readonly<Record<"weak" | "student" | "ceiling", number>>) {
  const x = (value: number) => 4 + 192 * value;
  return (
    <svg viewBox="0 0 200 18" aria-hidden="true" preserveAspectRatio="none">
      <line className="grid" x1={x(0)} x2={x(1)} y1="9" y2="9" />
      <line className="span agreement-soft" x1={x(weak)} x2={x(ceiling)} y1="9" y2="9" />
      <line className="point weak" x1={x(weak)} x2={x(weak)} y1="4" y2="14" />
      <line className="point ceiling" x1={x(ceiling)} x2={x(ceiling)} y1="4" y2="14" />
      <line className="point student" x1={x(student)} x2={x(student)} y1="2" y2="16" />
    </svg>
  );
}
