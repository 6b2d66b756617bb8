// How the student learns, evaluation by evaluation: its agreement with the labels, which is all
// that training can see, and its accuracy, which it cannot.

import { score } from "@w2s/report";
import type { Learner, Point } from "../lab/protocol.js";
import type { Running } from "../use-lab.js";
import { ScoreGrid, scoreAxis } from "./score-axis.js";

interface Line {
  readonly name: string;
  readonly className: string;
  readonly points: readonly (readonly [share: number, value: number])[];
}

const [width, height] = [560, 300];
const box = { left: 44, right: 548, top: 12, bottom: 262 };

export function Learning({ running }: { readonly running: Running | undefined }) {
  const lines = running === undefined ? [] : linesOf(running);
  const weak = running?.found?.outcome.scores.weak.accuracy.value;
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const axis = scoreAxis(box, [...values, weak ?? 1]);
  const { y } = axis;
  const x = (share: number) => box.left + share * (box.right - box.left);
  const endOf = (name: string) => lines.find((line) => line.name === name)?.points.at(-1)?.[1];
  return (
    <figure className="card">
      <figcaption>
        <h2>The student learns</h2>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summaryOf(lines, weak)}>
        <ScoreGrid box={box} axis={axis} />
        <text x={box.left} y={box.bottom + 24}>
          untrained
        </text>
        <text x={box.right} y={box.bottom + 24} textAnchor="end">
          end of training
        </text>
        {weak !== undefined && (
          <line className="weak" x1={box.left} x2={box.right} y1={y(weak)} y2={y(weak)} />
        )}
        {lines.map(({ name, className, points }) => (
          <polyline
            key={name}
            className={className}
            points={points.map(([share, value]) => `${x(share)},${y(value)}`).join(" ")}
          />
        ))}
      </svg>
      <ul className="legend">
        {wanted.map(({ name, className }) => (
          <Entry key={name} name={name} className={className} value={endOf(name)} />
        ))}
        <Entry name="supervisor" className="weak" value={weak} />
      </ul>
      <p className="soft small">
        Means over the seeds, with where they ended. Each student keeps what it was where it agreed
        best with its labels, since its training sees nothing else; that is what is scored.
        Untrained, its head finds every option as probable as any other, which is right by chance.
      </p>
    </figure>
  );
}

interface EntryProps {
  readonly name: string;
  readonly className: string;
  readonly value: number | undefined;
}

function Entry({ name, className, value }: EntryProps) {
  return (
    <li>
      <svg viewBox="0 0 26 8" aria-hidden="true">
        <line className={className} x1="1" x2="25" y1="4" y2="4" />
      </svg>
      {name} <b>{value === undefined ? "" : score(value)}</b>
    </li>
  );
}

const wanted: readonly {
  readonly name: string;
  readonly className: string;
  readonly role: Learner;
  readonly key: "accuracy" | "agreement";
}[] = [
  { name: "student: right on test", className: "student", role: "student", key: "accuracy" },
  {
    name: "student: agrees with its labels",
    className: "agreement",
    role: "student",
    key: "agreement",
  },
  { name: "ceiling: right on test", className: "ceiling", role: "ceiling", key: "accuracy" },
  {
    name: "uninformed: right on test",
    className: "uninformed",
    role: "uninformed",
    key: "accuracy",
  },
];

/** Lines that have anything to show. */
function linesOf({ points }: Running): Line[] {
  return wanted.flatMap(({ name, className, role, key }) => {
    const own = points.filter((point) => point.role === role);
    const line = meanOverSeeds(own, key);
    return line.length === 0 ? [] : [{ name, className, points: line }];
  });
}

/** The mean over the seeds at each step that all of them have come to. */
function meanOverSeeds(points: readonly Point[], key: "accuracy" | "agreement") {
  const seeds = new Set(points.map(({ seed }) => seed)).size;
  const byShare = new Map<number, Map<number, number>>();
  for (const { seed, step, steps, [key]: value } of points) {
    if (value === null) continue;
    const share = step / steps;
    byShare.set(share, (byShare.get(share) ?? new Map<number, number>()).set(seed, value));
  }
  return [...byShare]
    .filter(([, values]) => values.size === seeds)
    .sort(([one], [other]) => one - other)
    .map(([share, values]) => [share, mean([...values.values()])] as const);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function summaryOf(lines: readonly Line[], weak: number | undefined): string {
  const ends = lines.map(({ name, points }) => `${name} ${score(points.at(-1)![1])}`);
  const supervisor = weak === undefined ? [] : [`supervisor ${score(weak)}`];
  const told = [...ends, ...supervisor].join("; ");
  return `Through training, mean over seeds: ${told || "nothing yet"}`;
}
