// The gap: what a supervisor of each size made of the same student, as far as this visit has seen.

import { pgrText, score } from "@w2s/report";
import { ladder, type Settings, toHash } from "../../src/settings.js";
import type { Rungs } from "../use-rungs.js";

interface Props {
  readonly settings: Settings;
  readonly rungs: Rungs;
  readonly isBusy: boolean;
  readonly choose: (chosen: Partial<Settings>) => void;
  readonly runAll: () => void;
}

export function Ladder({ settings, rungs, isBusy, choose, runAll }: Props) {
  const rows = ladder.flatMap((supervisor) => {
    const outcome = rungs.get(toHash({ ...settings, supervisor }))?.found?.outcome;
    return outcome ? [{ supervisor, outcome }] : [];
  });
  return (
    <section className="card ladder">
      <div className="head">
        <h2>Drag the gap</h2>
        <button type="button" disabled={isBusy} onClick={runAll}>
          Run every weaker supervisor
        </button>
      </div>
      <p>
        Move the supervisor up and down the ladder: what does <b>world-{settings.student}</b> make
        of each? Supervisors that were run in this visit stay here.
      </p>
      {rows.length > 0 && (
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
              {rows.map(({ supervisor, outcome: { scores, pgr } }) => {
                const [weak, student, ceiling] = [scores.weak, scores.student, scores.ceiling].map(
                  ({ accuracy }) => accuracy.value,
                ) as [number, number, number];
                return (
                  <tr key={supervisor} aria-current={supervisor === settings.supervisor}>
                    <th scope="row">
                      <button
                        type="button"
                        className="plain"
                        onClick={() => choose({ supervisor })}
                      >
                        world-{supervisor}
                      </button>
                    </th>
                    <td className="number">{score(weak)}</td>
                    <td className="number">{score(student)}</td>
                    <td className="number">{score(ceiling)}</td>
                    <td className="scale">
                      <Climb weak={weak} student={student} ceiling={ceiling} />
                    </td>
                    <td>{pgr.defined ? pgrText(pgr) : "undefined"}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
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
