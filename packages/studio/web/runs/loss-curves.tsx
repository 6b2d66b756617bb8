// Losses while something is trained: a small curve a student, the last one the widest. Where there
// are results, the report's figure of learning takes their place.

import type { LossCurve } from "../../src/live/run-state.js";

/** One curve for each piece of work that told losses, the latest first. */
export function LossCurves({ curves }: { readonly curves: readonly LossCurve[] }) {
  if (curves.length === 0) return null;
  return (
    <section aria-label="Losses">
      <h2>Losses</h2>
      <ul className="curves">
        {curves.toReversed().map((curve) => (
          <li key={`${curve.label} ${curve.points[0]?.done} ${curve.points[0]?.loss}`}>
            <Curve curve={curve} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const [width, height] = [300, 90];

function Curve({ curve: { label, total, points } }: { readonly curve: LossCurve }) {
  const losses = points.map(({ loss }) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const x = (done: number) => (done / Math.max(1, total)) * width;
  const y = (loss: number) => height - 4 - ((loss - low) / (high - low || 1)) * (height - 8);
  const path = points.map(({ done, loss }) => `${x(done).toFixed(1)},${y(loss).toFixed(1)}`);
  const last = points.at(-1)!;
  return (
    <figure className="curve">
      <figcaption>
        {label} <strong>{last.loss.toFixed(4)}</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`loss of ${label}: ${last.loss.toFixed(4)}, first ${losses[0]!.toFixed(4)}`}
      >
        <polyline points={path.join(" ")} />
        <circle cx={x(last.done)} cy={y(last.loss)} r="3" />
      </svg>
    </figure>
  );
}
