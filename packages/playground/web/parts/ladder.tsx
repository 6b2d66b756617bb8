// The gap: what a supervisor of each size made of the same student, as far as this visit has seen.

import type { Outcome } from "@w2s/lab";
import { pgrText, score } from "@w2s/report";
import { ladder, type Settings, toHash, type Width } from "../../src/settings.js";
import type { Rungs } from "../use-rungs.js";
import { Climb } from "./climb.js";

interface Props {
  readonly settings: Settings;
  readonly rungs: Rungs;
  /** Why nothing is found of what is chosen, where nothing is. */
  readonly standing: string | undefined;
  /** Whether one supervisor after the other is being run. */
  readonly isRunningAll: boolean;
  readonly choose: (chosen: Partial<Settings>) => void;
  readonly runAll: (supervisors: readonly Width[]) => void;
}

export function Ladder({ settings, rungs, standing, isRunningAll, choose, runAll }: Props) {
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
        Drag the supervisor along the ladder of models, and see what becomes of{" "}
        <b>world-{settings.student}</b>. The student can be dragged, too.
      </p>
      <div className="pair">
        <div>
          <Climb settings={settings} outcomeOf={outcomeOf} choose={choose} />
          <p className="soft small standing">
            world-{settings.supervisor} teaches world-{settings.student}:{" "}
            {standing ?? saidOf(outcomeOf(settings.supervisor))}
          </p>
        </div>
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
                  <th scope="col" className="recovered">
                    PGR (95%)
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((supervisor) => (
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
                    <Rung outcome={outcomeOf(supervisor)} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </section>
  );
}

function Rung({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === undefined) {
    return (
      <td colSpan={4} className="soft unrun">
        not run yet
      </td>
    );
  }
  const { weak, student, ceiling } = outcome.scores;
  return (
    <>
      <td className="number">{score(weak.accuracy.value)}</td>
      <td className="number">{score(student.accuracy.value)}</td>
      <td className="number">{score(ceiling.accuracy.value)}</td>
      <td className="recovered">{recovered(outcome)}</td>
    </>
  );
}

const recovered = ({ pgr }: Outcome): string => (pgr.defined ? pgrText(pgr) : "no gap");

function saidOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "not run yet";
  const { weak, student, ceiling } = outcome.scores;
  const [from, to, of] = [weak, student, ceiling].map(({ accuracy }) => score(accuracy.value));
  const { pgr } = outcome;
  return `from ${from} to ${to} of ${of}, ${pgr.defined ? `PGR ${pgrText(pgr)}` : "no gap"}`;
}
