// A figure: outcomes drawn as SVG, with the data that it shows. The report draws those of its map;
// a study file may bring its own.

import { InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import type { EvidenceRow } from "./evidence-row.js";
import type { Outcome } from "./outcome.js";
import { svgFault } from "./svg-fault.js";

/** One row of a figure's data: what one mark stands for. */
export type FigureRow = Readonly<Record<string, string | number | null>>;

/** A figure drawn: the SVG, and the data that it shows. */
export interface DrawnFigure {
  /** An SVG document that asks nothing of the network: no script, font or address. */
  readonly svg: string;
  /** The data that it shows, a row a mark; written beside it as CSV. */
  readonly rows: readonly FigureRow[];
}

/** What a figure may know of the page. */
export interface FigureOptions {
  /** Pixels across that the page has room for. */
  readonly width: number;
}

/** A figure: a function of outcomes, with its name and how it is read. */
export interface Figure {
  /** Names its files, figures/NAME.svg and figures/NAME.csv. */
  readonly name: string;
  /** One or two sentences: what it shows and how it is read, for below it. */
  readonly doc: string;
  /** Null where the outcomes have nothing to show. The same outcomes give the same text. */
  readonly draw: (outcomes: readonly Outcome[], options: FigureOptions) => DrawnFigure | null;
  /**
   * Where it shows single examples: the same figure, after it has read what was said of them.
   * Until then there is nothing to draw. The rows are those of the test split, some at a time.
   */
  readonly read?: (rows: EvidenceRows) => Promise<Figure>;
}

/** Evidence of a run's test split, some rows at a time. */
export type EvidenceRows = AsyncIterable<readonly EvidenceRow[]>;

/**
 * A figure of the user's own, for a study's `figures`: drawn beside the report's, on the page and
 * as files.
 *
 * ```ts
 * const gains = figure("gains", (outcomes) => ({ svg: "<svg ...>", rows: [...] }));
 * ```
 * @param name small letters, digits and "-"
 * @throws InputError for a name that cannot be used; when drawn, for what is no figure
 */
export function figure(
  name: string,
  draw: Figure["draw"],
  doc = "A figure of the study's own.",
): Figure {
  checkName(name);
  if (typeof draw !== "function") {
    throw new InputError(`figure "${name}": needs a function of outcomes`);
  }
  return Object.freeze({
    name,
    doc,
    draw: (outcomes: readonly Outcome[], options: FigureOptions) =>
      checked(name, draw(outcomes, options)),
  });
}

/**
 * A figure of single examples: it reads a run's evidence once, and draws what it made of it. A run
 * without evidence has no such figure.
 *
 * ```ts
 * const unsure = evidenceFigure("unsure", async (rows) => count(rows), (found) => drawn(found));
 * ```
 * @param read from the evidence of the test split to what is drawn
 * @param draw of that, and of the outcomes
 * @throws InputError as `figure`
 */
export function evidenceFigure<T>(
  name: string,
  read: (rows: EvidenceRows) => Promise<T>,
  draw: (found: T, outcomes: readonly Outcome[], options: FigureOptions) => DrawnFigure | null,
  doc = "A figure of the study's own.",
): Figure {
  return Object.freeze({
    ...figure(name, () => null, doc),
    read: async (rows: EvidenceRows) => {
      const found = await read(rows);
      return figure(name, (outcomes, options) => draw(found, outcomes, options), doc);
    },
  });
}

/** @throws InputError for what names no file */
function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new InputError(
      `figure: a name must be small letters, digits or "-", begun by a letter, got "${name}"`,
    );
  }
}

function checked(name: string, drawn: DrawnFigure | null): DrawnFigure | null {
  if (drawn === null) return null;
  if (typeof drawn?.svg !== "string" || !drawn.svg.trimStart().startsWith("<svg")) {
    throw new InputError(`figure "${name}": must give { svg, rows }, with svg an <svg> element`);
  }
  const fault = svgFault(drawn.svg);
  if (fault !== undefined) throw new InputError(`figure "${name}": its SVG must ${fault}`);
  if (!Array.isArray(drawn.rows)) {
    throw new InputError(`figure "${name}": must give rows, a list of what each mark stands for`);
  }
  const wrong = drawn.rows.findIndex((row) => !figureRow.safeParse(row).success);
  if (wrong < 0) return drawn;
  throw new InputError(
    `figure "${name}": rows[${wrong}] must be an object of texts, numbers and nulls, ` +
      `got ${shownValue(drawn.rows[wrong])}`,
  );
}

const figureRow = z.record(z.string(), z.union([z.string(), z.number(), z.nan(), z.null()]));
