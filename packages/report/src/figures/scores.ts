// The figure of scores: what every student reached, by its size and its supervisor, with the data.

import type { Figure, FigureRow, Outcome } from "@w2s/lab";
import { estimateCells } from "../numbers.js";
import { type Point, panelsOf } from "./panels.js";
import { figureSvg } from "./scores-svg.js";

export const scoresFigure: Figure = {
  name: "scores",
  doc:
    "Each mark is one student on the test split, with its 95% bootstrap interval over test " +
    "examples and seeds. A line joins the students of one supervisor; its dotted level is the " +
    "supervisor itself, where a perfect imitator would stand. The ceiling, black (white on a " +
    "dark page), is the same student trained on ground truth. Marks of one student stand a " +
    "little beside each other so that intervals can be told apart. Point at a mark for its " +
    "figures.",
  draw: (outcomes) => ({ svg: figureSvg(outcomes), rows: scoreRows(outcomes) }),
};

/** A row a mark: students, ceilings, and the supervisors' own levels. */
function scoreRows(outcomes: readonly Outcome[]): FigureRow[] {
  const { panels, axis } = panelsOf(outcomes);
  return panels.flatMap(({ task, series, metric, ceiling, lines }) => {
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
  });
}
