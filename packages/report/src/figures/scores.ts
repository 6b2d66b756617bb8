// The figure of scores: what every student reached, by its size and its supervisor, with the data.

import type { Figure, FigureRow } from "@w2s/lab";
import { estimateCells } from "../numbers.js";
import { leastBeside } from "./layout.js";
import { type Panel, type Panels, type Point, panelsOf } from "./panels.js";
import { panelsSvg } from "./scores-svg.js";

/** Panels that are drawn, on a large page and on a small one; the data has them all. */
const [mostPanels, mostNarrow] = [12, 6];

export const scoresFigure: Figure = {
  name: "scores",
  doc:
    "Each mark is one student on the test split, with its 95% bootstrap interval over test " +
    "examples and seeds. A line joins the students of one supervisor; its dotted level is the " +
    "supervisor itself, where a perfect imitator would stand. The ceiling, black (white on a " +
    "dark page), is the same student trained on ground truth. Marks of one student stand a " +
    "little beside each other so that intervals can be told apart. Panels of a single student " +
    "are left out: they stand in the figure of references. Point at a mark for its figures.",
  draw(outcomes, { width }) {
    const all = panelsOf(outcomes);
    const telling = all.panels.filter(hasSeveralStudents);
    if (telling.length === 0) return null;
    const shown = telling.slice(0, width < leastBeside ? mostNarrow : mostPanels);
    const left = all.panels.length - shown.length;
    const more = left > 0 ? `; ${left} more panel${left === 1 ? "" : "s"} in the data` : "";
    return {
      svg: panelsSvg(onlyOf(all, shown), width, more),
      rows: all.panels.flatMap(rowsOf(all)),
    };
  },
};

/** With one student there is nothing to see along the axis. */
function hasSeveralStudents({ lines }: Panel): boolean {
  return new Set(lines.flatMap(({ points }) => points.map(({ place }) => place.at))).size > 1;
}

function onlyOf(all: Panels, panels: readonly Panel[]): Panels {
  const tasks = all.tasks.filter((name) => panels.some(({ task }) => task === name));
  const series = all.series.filter((name) => panels.some((panel) => panel.series === name));
  const shown = new Set(panels.flatMap(({ ceiling }) => ceiling.map(({ place }) => place.student)));
  const places = new Map([...all.axis.places].filter(([student]) => shown.has(student)));
  return { axis: { ...all.axis, places }, supervisors: all.supervisors, panels, tasks, series };
}

/** A row a mark: students, ceilings, and the supervisors' own levels. */
function rowsOf({ axis }: Panels): (panel: Panel) => FigureRow[] {
  return ({ task, series, metric, ceiling, lines }) => {
    const of = (role: string, supervisor: string | null, student: string | null) => ({
      task,
      series,
      metric,
      role,
      supervisor,
      student,
    });
    const mark = (point: Point, role: string, supervisor: string | null): FigureRow => ({
      ...of(role, supervisor, point.place.student),
      [axis.kind]: point.place.at,
      ...estimateCells(point.score),
    });
    return [
      ...ceiling.map((point) => mark(point, "ceiling", null)),
      ...lines.flatMap(({ supervisor, weak, points }) => [
        { ...of("weak", supervisor, null), [axis.kind]: null, ...estimateCells(weak) },
        ...points.map((point) => mark(point, "student", supervisor)),
      ]),
    ];
  };
}
