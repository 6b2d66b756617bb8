// What a run shows beyond its table: the figure as text, what was seen in three lines and in words,
// and what it cannot show.

import { plain } from "@w2s/base";
import type { ResultsFile } from "@w2s/lab";
import { bulletsOf, textChart, wordsOf } from "@w2s/report";
import { type Colors, colorsFor, columnsOf, type Io } from "./io.js";
import { wrap } from "./table/wrap.js";

const paints = ["green", "cyan", "magenta", "yellow", "blue", "red"] as const;

/** The most columns that prose takes: longer lines are hard to read. */
const proseWidth = 110;

export interface StoryFlags {
  readonly color: boolean;
  /** Nothing but ASCII in the chart. */
  readonly ascii?: boolean;
}

/** Lines for stdout. */
export function storyLines(
  { outcomes, notes }: Pick<ResultsFile, "outcomes" | "notes">,
  flags: StoryFlags,
  io: Io,
) {
  const width = columnsOf(io.stdout, io.env);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const chart = textChart(outcomes, {
    width,
    ascii: flags.ascii === true || io.env.TERM === "dumb",
    paint: (text, rank) => painter(colors, rank)(text),
  });
  const prose = (text: string) => wrap(plain(text), Math.min(width, proseWidth));
  return [
    ...chart,
    "",
    ...bulletsOf(outcomes).flatMap((line) =>
      wrap(plain(line), Math.min(width, proseWidth), 2, "- "),
    ),
    ...(outcomes.length === 0 ? [] : ["", ...prose(wordsOf(outcomes))]),
    ...notes.flatMap((note) => ["", ...prose(note).map(colors.dim)]),
  ];
}

function painter(colors: Colors, rank: number): (text: string) => string {
  return colors[paints[rank % paints.length]!];
}
