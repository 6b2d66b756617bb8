// The dashes of a chart's lines, in its panels and in its legend.

/** A series without marks, drawn whole or dashed, and the two kinds of levels. */
export type Line = "rule" | "dashes" | "level" | "dotted level";

/** What `stroke-dasharray` is of each; undefined: a whole line. */
export const dashesOf: Readonly<Record<Line, string | undefined>> = {
  rule: undefined,
  dashes: "5 3",
  level: "6 4",
  "dotted level": "1 4",
};
