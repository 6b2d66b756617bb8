// Every figure of the report, by its name: what pages, files and docs walk.

import { InputError } from "@w2s/base";
import type { DrawnFigure, Figure, Outcome } from "@w2s/lab";
import { curvesFigure } from "./curves.js";
import { labelsFigure } from "./labels.js";
import { mediansFigure } from "./medians.js";
import { methodsFigure } from "./methods.js";
import { overviewFigure } from "./overview.js";
import { referencesFigure } from "./references.js";
import { scoresFigure } from "./scores.js";
import { sensitivityFigure } from "./sensitivity.js";

/** The report's figures by their names, in the order of the page. */
export const figures = {
  overview: overviewFigure,
  medians: mediansFigure,
  methods: methodsFigure,
  sensitivity: sensitivityFigure,
  scores: scoresFigure,
  labels: labelsFigure,
  curves: curvesFigure,
  references: referencesFigure,
} as const satisfies Readonly<Record<string, Figure>>;

/** A figure that has something to show: drawn, with its name and the text below it. */
export interface ShownFigure extends DrawnFigure {
  readonly name: string;
  readonly doc: string;
  /** The same figure for a small screen; null where it is drawn the same. */
  readonly narrow: string | null;
}

/** Pixels across that a report's page has for a figure, on a large screen and on a small one. */
const [pageWidth, narrowWidth] = [1120, 360];

/** Hears which of the study's own figures is left out, and what its code threw. */
export type OnFigureFault = (name: string, error: unknown) => void;

/**
 * The figures that have something to show, the report's and then the study's own.
 * @throws InputError for two figures of one name, and as a figure of the study's own does
 */
export function drawFigures(
  outcomes: readonly Outcome[],
  own: readonly Figure[] = [],
): ShownFigure[] {
  return [...drawInTurn(outcomes, own)];
}

/**
 * The same, each as it is drawn.
 * @param onFault hears what a figure of the study's own throws, which is then left out; default:
 *   thrown on
 */
export function* drawInTurn(
  outcomes: readonly Outcome[],
  own: readonly Figure[] = [],
  onFault: OnFigureFault = (_, error) => {
    throw error;
  },
): Generator<ShownFigure> {
  assertOwnFigures(own);
  for (const figure of Object.values<Figure>(figures)) {
    const shown = shownFigure(figure, outcomes);
    if (shown !== null) yield shown;
  }
  for (const figure of own) {
    const shown = ownFigure(figure, outcomes, onFault);
    if (shown !== null) yield shown;
  }
}

/** @throws InputError for a figure of the study's own that is called as another one */
export function assertOwnFigures(own: readonly Pick<Figure, "name">[]): void {
  const all = [...Object.values<Figure>(figures), ...own];
  const twice = all.find(({ name }, i) => all.findIndex((other) => other.name === name) < i);
  if (twice)
    throw new InputError(`figure "${twice.name}": there is one already; take another name`);
}

function ownFigure(figure: Figure, outcomes: readonly Outcome[], onFault: OnFigureFault) {
  try {
    return shownFigure(figure, outcomes);
  } catch (error) {
    onFault(figure.name, error);
    return null;
  }
}

function shownFigure({ name, doc, draw }: Figure, outcomes: readonly Outcome[]) {
  const drawn = draw(outcomes, { width: pageWidth });
  if (drawn === null) return null;
  const narrow = draw(outcomes, { width: narrowWidth })?.svg ?? drawn.svg;
  return { name, doc, ...drawn, narrow: narrow === drawn.svg ? null : narrow };
}
