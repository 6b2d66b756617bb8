// What a finished run shows: three bullets, the table, one chart. The page says more.

import { plain } from "@w2s/base";
import type { ResultsFile } from "@w2s/lab";
import { bulletsOf, textChart } from "@w2s/report";
import { type Colors, colorsFor, columnsOf, type Io } from "./io.js";
import { outcomeTable } from "./table/outcome-table.js";
import { wrap } from "./table/wrap.js";

const paints = ["green", "cyan", "magenta", "yellow", "blue", "red"] as const;

/** Rows of the table: of more, `w2s show` prints all. */
const mostRows = 48;

/** The most columns that prose takes: longer lines are hard to read. */
const proseWidth = 110;

export interface StoryFlags {
  readonly color: boolean;
  /** Nothing but ASCII, names apart. */
  readonly ascii?: boolean;
}

/** Lines for stdout. */
export function storyLines(
  { outcomes }: Pick<ResultsFile, "outcomes">,
  flags: StoryFlags,
  io: Io,
): string[] {
  const ascii = flags.ascii === true || io.env.TERM === "dumb";
  // A sign becomes two characters.
  const width = columnsOf(io.stdout, io.env) - (ascii ? 1 : 0);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const bullets = bulletsOf(outcomes).flatMap((line) =>
    wrap(plain(line), Math.min(width, proseWidth), 2, "- "),
  );
  const shown = (lines: string[]) => (ascii ? lines.map(inAscii) : lines);
  if (outcomes.length === 0) return shown(bullets);
  const chart = textChart(outcomes, {
    width: Math.min(width, proseWidth),
    ascii,
    paint: (text, rank) => painter(colors, rank)(text),
  });
  const more = wrap("What this cannot show, and single examples: report.html", width);
  const table = outcomeTable(outcomes, width, colors, mostRows);
  return shown([...bullets, "", ...table, "", ...chart, "", ...more.map(colors.dim)]);
}

/** A line without w2s's own signs beyond ASCII; numbers in columns stay where they are. */
function inAscii(line: string): string {
  return line
    .replaceAll(/± (?=[\d.])/g, "+-")
    .replaceAll("±", "+-")
    .replaceAll("…", "~");
}

function painter(colors: Colors, rank: number): (text: string) => string {
  return colors[paints[rank % paints.length]!];
}
