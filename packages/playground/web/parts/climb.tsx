// The gap at every rung that was run: what the supervisor scores, what its student, and what the
// student's ceiling. Supervisor and student are marks to drag.

import type { Outcome } from "@w2s/lab";
import { roleMarks, score } from "@w2s/report";
import { ladder, type Settings, type Width } from "../../src/settings.js";
import { Grip, Knob } from "./grip.js";
import { ScoreGrid, scoreAxis } from "./score-axis.js";

interface Props {
  readonly settings: Settings;
  /** What came of a supervisor, once it was run. */
  readonly outcomeOf: (supervisor: Width) => Outcome | undefined;
  readonly choose: (chosen: Partial<Settings>) => void;
}

const [width, height] = [560, 318];
const box = { left: 44, right: 548, top: 12, bottom: 214 };
const inset = 22;
/** The two tracks, and the rungs' names between them. */
const tracks = { weak: 238, names: 268, student: 288 };
const roles = ["ceiling", "weak", "student"] as const;
const dragged = ["weak", "student"] as const;

/** Where a rung of the ladder is, in the drawing's units. */
const x = (rung: number): number =>
  box.left + inset + (rung * (box.right - box.left - 2 * inset)) / (ladder.length - 1);

export function Climb({ settings, outcomeOf, choose }: Props) {
  const { supervisor, student } = settings;
  const here = scoresOf(outcomeOf(supervisor));
  const said = here
    ? roles.map((role) => `${roleMarks[role].label} ${score(here[role])}`).join(", ")
    : "not run yet";
  return (
    <figure className="climb">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset. */}
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label="The ladder">
        <Plot supervisor={supervisor} outcomeOf={outcomeOf} />
        <Grip
          name="Supervisor, in the chart"
          className="weak"
          value={supervisor}
          said={said}
          x={x}
          y={tracks.weak}
          choose={(width) => choose({ supervisor: width })}
        />
        <Grip
          name="Student, in the chart"
          className="student"
          value={student}
          said={said}
          x={x}
          y={tracks.student}
          choose={(width) => choose({ student: width })}
        />
      </svg>
      <Legend />
    </figure>
  );
}

type Scores = Readonly<Record<(typeof roles)[number], number>>;

function scoresOf(outcome: Outcome | undefined): Scores | undefined {
  if (outcome === undefined) return undefined;
  const { weak, student, ceiling } = outcome.scores;
  return {
    weak: weak.accuracy.value,
    student: student.accuracy.value,
    ceiling: ceiling.accuracy.value,
  };
}

/** What is not dragged; the table beside it has the numbers. */
function Plot({ supervisor, outcomeOf }: Pick<Props, "outcomeOf"> & { supervisor: Width }) {
  const rungs = ladder.flatMap((name, rung) => {
    const scores = scoresOf(outcomeOf(name));
    return scores ? [{ rung, scores }] : [];
  });
  const all = rungs.flatMap(({ scores }) => Object.values(scores));
  const axis = scoreAxis(box, all);
  const { y } = axis;
  const at = x(ladder.indexOf(supervisor));
  const here = scoresOf(outcomeOf(supervisor));
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing of it takes the focus.
    <g aria-hidden="true">
      <ScoreGrid box={box} axis={axis} />
      <line className="plumb" x1={at} x2={at} y1={box.top} y2={tracks.weak} />
      {here && <line className="gap" x1={at} x2={at} y1={y(here.weak)} y2={y(here.ceiling)} />}
      {roles.map((role) => (
        <g key={role} className={`marks ${role}`}>
          <polyline
            className={role}
            points={rungs.map(({ rung, scores }) => `${x(rung)},${y(scores[role])}`).join(" ")}
          />
          {rungs.map(({ rung, scores }) => (
            <path
              key={rung}
              d={roleMarks[role].path}
              transform={`translate(${x(rung)} ${y(scores[role])})`}
            />
          ))}
        </g>
      ))}
      {dragged.map((role) => (
        <line
          key={role}
          className="track"
          x1={x(0)}
          x2={x(ladder.length - 1)}
          y1={tracks[role]}
          y2={tracks[role]}
        />
      ))}
      {ladder.map((name, rung) => (
        <text key={name} x={x(rung)} y={tracks.names} textAnchor="middle">
          {name}
        </text>
      ))}
    </g>
  );
}

function Legend() {
  return (
    <ul className="legend">
      {dragged.map((role) => (
        <li key={role}>
          <svg viewBox="-15 -13 30 26" aria-hidden="true">
            <Knob className={role} />
          </svg>
          drag: {roleMarks[role].label}
        </li>
      ))}
      {roles.map((role) => (
        <li key={role}>
          <svg viewBox="-13 -6 26 12" aria-hidden="true" className={`marks ${role}`}>
            <line className={role} x1="-13" x2="13" y1="0" y2="0" />
            <path d={roleMarks[role].path} />
          </svg>
          {roleMarks[role].label}: right on test
        </li>
      ))}
    </ul>
  );
}
