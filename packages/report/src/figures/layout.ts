// Where the panels of a figure stand, in pixels: as many beside each other as its width has room
// for.

import type { Panels } from "./panels.js";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Narrower figures have one panel a line, labels above their rows, and fewer of both. */
export const leastBeside = 560;

/** Room around a panel's axes, for its title, numbers and labels. */
const margin = { left: 46, right: 14, top: 30, bottom: 48 } as const;

/** Narrower panels are not read, wider ones say no more. */
const [leastWidth, mostWidth] = [290, 560];

/** Most panels beside each other. */
const mostBeside = 3;

/** A grid of equal panels. */
export interface Grid {
  readonly columns: number;
  readonly cell: { readonly width: number; readonly height: number };
}

/** Panels that have room beside each other in `width` pixels. */
export function panelsBeside(width: number): number {
  return Math.max(1, Math.min(mostBeside, Math.floor(width / leastWidth)));
}

/** A grid of `columns` panels in `width` pixels. */
export function gridOf(columns: number, width: number): Grid {
  const each = Math.min(mostWidth, width / columns);
  return { columns, cell: { width: each, height: Math.round(Math.min(300, 0.74 * each)) } };
}

/**
 * Panels of scores: a task's ways of teaching beside each other, in rows of nearly one length where
 * there are more than have room; panels of one way alone as they come.
 */
export function scoreGrid(
  { panels, series }: Pick<Panels, "panels" | "series">,
  width: number,
): Grid & { readonly places: readonly (readonly [column: number, row: number])[] } {
  const fit = panelsBeside(width);
  if (series.length === 1) {
    const columns = Math.min(fit, Math.max(1, panels.length));
    const places = panels.map((_, i) => [i % columns, Math.floor(i / columns)] as const);
    return { ...gridOf(columns, width), places };
  }
  const columns = Math.ceil(series.length / Math.ceil(series.length / fit));
  let [row, column, task] = [-1, 0, ""];
  const places = panels.map((panel) => {
    const isNext = panel.task !== task || column === columns;
    if (isNext) [row, column, task] = [row + 1, 0, panel.task];
    return [column++, row] as const;
  });
  return { ...gridOf(columns, width), places };
}

/** A panel's axes within the figure, `top` pixels below its top. */
export function boxAt(
  [column, row]: readonly [number, number],
  { width, height }: Grid["cell"],
  top: number,
): Box {
  return {
    left: column * width + margin.left,
    top: top + row * height + margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
}
