// Where the panels of a figure stand, in pixels.

import type { Panel, Panels } from "./panels.js";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const cell = { width: 330, height: 230 } as const;
/** Room around a panel's axes, for its title, numbers and labels. */
export const margin = { left: 46, right: 14, top: 30, bottom: 48 } as const;

/** Most panels beside each other where they are not a row's ways of teaching. */
const mostBeside = 3;

/**
 * Most series of a task beside each other: more of them would be too small to read where the figure
 * is made to fit a page.
 */
const mostSeries = 4;

/**
 * Tasks below each other with their series beside each other, in rows of nearly one length where
 * there are many; panels of one series beside each other as they come.
 */
export function gridOf({
  panels,
  series,
  tasks,
}: Panels): (panel: Panel) => readonly [column: number, row: number] {
  if (series.length > 1) {
    const rows = Math.ceil(series.length / mostSeries);
    const beside = Math.ceil(series.length / rows);
    return (panel) => {
      const at = series.indexOf(panel.series);
      return [at % beside, tasks.indexOf(panel.task) * rows + Math.floor(at / beside)];
    };
  }
  const columns = Math.min(mostBeside, panels.length);
  return (panel) => [panels.indexOf(panel) % columns, Math.floor(panels.indexOf(panel) / columns)];
}

/** A panel's axes within the figure, `top` pixels below its top. */
export function boxAt([column, row]: readonly [number, number], top: number): Box {
  return {
    left: column * cell.width + margin.left,
    top: top + row * cell.height + margin.top,
    width: cell.width - margin.left - margin.right,
    height: cell.height - margin.top - margin.bottom,
  };
}
