// What a run shows where somebody wants its story: three bullets, the table, one chart. The page
// says more.

import { plain } from "@w2s/base";
import type { ResultsFile } from "@w2s/lab";
import { bulletsOf, textChart } from "@w2s/report";
import { type Colors, colorsFor, columnsOf, type Io } from "./io.js";
import { outcomeTable } from "./table/outcome-table.js";
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
  { outcomes }: Pick<ResultsFile, "outcomes">,
  flags: StoryFlags,
  io: Io,
): string[] {
  const width = columnsOf(io.stdout, io.env);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const bullets = bulletsOf(outcomes).flatMap((line) =>
    wrap(plain(line), Math.min(width, proseWidth), 2, "- "),
  );
  if (outcomes.length === 0) return bullets;
  const chart = textChart(outcomes, {
    width: Math.min(width, proseWidth),
    ascii: flags.ascii === true || io.env.TERM === "dumb",
    paint: (text, rank) => painter(colors, rank)(text),
  });
  const more = wrap("What this cannot show, and single examples: report.html", width);
  const table = outcomeTable(outcomes, width, colors);
  return [...bullets, "", ...table, "", ...chart, "", ...more.map(colors.dim)];
}

function painter(colors: Colors, rank: number): (text: string) => string {
  return colors[paints[rank % paints.length]!];
}
