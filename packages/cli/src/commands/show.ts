// w2s show: a finished run's table again, or its results for programs.

import { relative } from "node:path";
import { InputError, plain } from "@w2s/base";
import { findRun, type Outcome, type TranscriptKind } from "@w2s/lab";
import { type ExitCode, exitCode } from "../exit.js";
import { colorsFor, columnsOf, type Io } from "../io.js";
import { outcomesCsv } from "../results/outcome-csv.js";
import { outcomeTable } from "../table/outcome-table.js";
import { partTable } from "../table/part-table.js";
import { tell } from "../table/wrap.js";
import { clock, minute } from "../text.js";
import { type ExampleFlags, refuseUnknown, showExamples } from "./show-examples.js";
import { showTranscripts } from "./show-transcripts.js";

export interface ShowFlags extends ExampleFlags {
  readonly csv: boolean;
  /** A fact of the test examples to show the rows by. */
  readonly by?: string;
  readonly transcripts?: TranscriptKind;
}

/**
 * Prints the run's table or single examples of it; --json its results and record as one line, --csv
 * its rows.
 */
export async function show(which: string | undefined, flags: ShowFlags, io: Io): Promise<ExitCode> {
  refuseTwoForms(flags);
  refuseLoose(flags);
  const run = await findRun(which, io.cwd);
  const { outcomes, study } = run.results;
  if (run.recordFault !== null) io.stderr.write(`${plain(run.recordFault)}\n`);
  if (flags.examples !== undefined) {
    await showExamples(run, flags.examples, flags, io);
  } else if (flags.transcripts !== undefined) {
    await showTranscripts(run, flags.transcripts, flags, io);
  } else if (flags.json) {
    io.stdout.write(`${JSON.stringify({ ...run.results, record: run.record })}\n`);
  } else if (flags.csv) {
    io.stdout.write(outcomesCsv(outcomes));
  } else {
    const took = run.record === null ? "" : `, took ${clock(run.record.wallMs)}`;
    // Without a record there is the file's own time alone, which a copy has anew.
    const when = run.record === null ? "written" : "finished";
    const place = relative(io.cwd, run.folder) || ".";
    const colors = colorsFor(io.stdout, io.env, flags.color);
    const width = columnsOf(io.stdout, io.env);
    const table =
      flags.by === undefined
        ? outcomeTable(outcomes, width, colors)
        : partTable(chosen(outcomes, flags), flags.by, width, colors);
    const head = `${plain(study)}, ${when} ${minute(run.finishedAt)}${took} (${plain(place)})`;
    tell(io.stdout, head, io);
    io.stdout.write("\n");
    io.stdout.write(`${table.join("\n")}\n`);
  }
  return exitCode.ok;
}

/** Forms of what is printed that go together with no other but these. */
const besides = {
  examples: ["json"],
  transcripts: ["json"],
  by: [],
  csv: [],
  json: ["examples", "transcripts"],
} as const satisfies Partial<Record<keyof ShowFlags, readonly (keyof ShowFlags)[]>>;

/** Of two forms one would be without effect. @throws InputError */
function refuseTwoForms(flags: ShowFlags): void {
  const forms = (["examples", "transcripts", "by", "csv", "json"] as const).filter((name) =>
    Boolean(flags[name]),
  );
  for (const [i, one] of forms.entries()) {
    const allowed: readonly string[] = besides[one];
    const other = forms.slice(i + 1).find((name) => !allowed.includes(name));
    if (other === undefined) continue;
    throw new InputError(`--${one} and --${other}: each says what is printed; give one of them`);
  }
}

const ofARow = ["task", "supervisor", "student", "labels", "method"] as const;

/** The rows that flags name. @throws InputError for a name that no row has, and for no row left */
function chosen(outcomes: readonly Outcome[], flags: ShowFlags): readonly Outcome[] {
  refuseUnknown(flags, outcomes);
  const rows = outcomes.filter((outcome) =>
    ofARow.every((part) => flags[part] === undefined || flags[part] === outcome[part]),
  );
  if (rows.length > 0) return rows;
  const named = ofARow.filter((part) => flags[part] !== undefined).map((part) => `--${part}`);
  throw new InputError(`${named.join(", ")}: no row of this run is of all of these; leave one out`);
}

const ofAnExample = ["student", "labels", "method"] as const;

/** Options that say what is meant say nothing where all is shown. @throws InputError */
function refuseLoose(flags: ShowFlags): void {
  const { examples, transcripts, by } = flags;
  if (examples !== undefined) return;
  const ofExamples = ["limit", "seed"] as const;
  const names = transcripts ? ofAnExample : by ? ofExamples : [...ofARow, ...ofExamples];
  const loose = names.find((name) => flags[name] !== undefined);
  if (loose === undefined) return;
  if (transcripts !== undefined)
    throw new InputError(
      `--${loose}: transcripts are of a task, a supervisor and a seed alone; leave it out`,
    );
  const isOfRows = ofARow.some((part) => part === loose);
  throw new InputError(
    isOfRows
      ? `--${loose}: says which rows are meant; add --examples KIND, --transcripts KIND or ` +
          "--by FACT"
      : `--${loose}: says which examples are shown; add --examples KIND, or --transcripts KIND`,
  );
}
