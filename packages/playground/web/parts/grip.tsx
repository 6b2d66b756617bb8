// A mark that is dragged from rung to rung of the ladder, by pointer or by keys: a slider to
// whoever does not see it.

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { ladder, type Width } from "../../src/settings.js";

interface Props {
  readonly name: string;
  readonly className: string;
  readonly value: Width;
  /** What is seen where it stands. */
  readonly said: string;
  /** Where the rungs are, and where it hangs, in the drawing's units. */
  readonly x: (rung: number) => number;
  readonly y: number;
  readonly choose: (width: Width) => void;
}

export function Grip({ name, className, value, said, x, y, choose }: Props) {
  const rung = ladder.indexOf(value);
  /** How far from the mark's middle it was taken hold of. */
  const held = useRef(0);
  const go = (to: number) => {
    const nearest = Math.min(Math.max(Math.round(to), 0), ladder.length - 1);
    if (nearest !== rung) choose(ladder[nearest]!);
  };
  const take = (event: PointerEvent<SVGGElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = unitsAt(event) - x(rung);
  };
  const drag = (event: PointerEvent<SVGGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    go((unitsAt(event) - held.current - x(0)) / (x(1) - x(0)));
  };
  const press = (event: KeyboardEvent) => {
    const to = keys[event.key]?.(rung);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <g
      className="grip"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={ladder.length}
      aria-valuenow={rung + 1}
      aria-valuetext={`world-${value}, rung ${rung + 1} of ${ladder.length}; ${said}`}
      transform={`translate(${x(rung)} ${y})`}
      onPointerDown={take}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <rect className="hit" x={-hit / 2} y={-hit / 2} width={hit} height={hit} />
      <Knob className={className} />
    </g>
  );
}

/** What one takes hold of, around 0, 0. */
export function Knob({ className }: { readonly className: string }) {
  return (
    <g className={`knob ${className}`}>
      <rect x="-13" y="-11" width="26" height="22" rx="6" />
      <path d="M-4 -5V5M0 -5V5M4 -5V5" />
    </g>
  );
}

/** The side of what answers a finger: 26 pixels on a phone of 400. */
const hit = 44;

/** The rung that a key leads to. */
const keys: Readonly<Record<string, (rung: number) => number>> = {
  ArrowLeft: (rung) => rung - 1,
  ArrowDown: (rung) => rung - 1,
  ArrowRight: (rung) => rung + 1,
  ArrowUp: (rung) => rung + 1,
  PageDown: (rung) => rung - 3,
  PageUp: (rung) => rung + 3,
  Home: () => 0,
  End: () => ladder.length - 1,
};

/** Where a pointer is, in the drawing's units. */
function unitsAt({ clientX, currentTarget }: PointerEvent<SVGGElement>): number {
  const drawing = currentTarget.ownerSVGElement!;
  const { left, width } = drawing.getBoundingClientRect();
  return ((clientX - left) / width) * drawing.viewBox.baseVal.width;
}
