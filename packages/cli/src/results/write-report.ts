// What a person reads of a run: report.html and its figures, each with its data, beside the
// results.

import { existsSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { plain } from "@w2s/base";
import type { RunRecord } from "@w2s/lab";
import { type Figure, openEvidence, type ResultsFile } from "@w2s/lab";
import {
  drawInTurn,
  figures,
  isDrawing,
  type OnFigureFault,
  recordFacts,
  reportPage,
  type ShownFigure,
} from "@w2s/report";
import { csvPieces } from "./csv.js";
import { evidenceSample } from "./evidence-sample.js";
import { pngOf } from "./png.js";
import { writeResult } from "./write-error.js";

/** What a report is made of beside the results. */
export interface ReportOf {
  readonly record: RunRecord | null;
  /** SHA-256 of results.json, whose evidence is shown. */
  readonly sha256: string;
  /** The study's own figures. */
  readonly own?: readonly Figure[];
}

/** A figure of the study's own that is not in the report, since its code failed. */
export interface LeftOut {
  readonly name: string;
  /** What was thrown. */
  readonly error: unknown;
}

/** What became of a report. */
export interface WrittenReport {
  /** What a reader of the run should know of it, a line each. */
  readonly notes: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Writes report.html, and every figure as figures/NAME.svg, .png and .csv, into the run's folder,
 * each whole or not at all.
 */
export async function writeReport(
  folder: string,
  { study, outcomes, notes: ownWords, design }: ResultsFile,
  { record, sha256, own = [] }: ReportOf,
): Promise<WrittenReport> {
  const facts = record === null ? [] : recordFacts(record);
  const notes: string[] = [];
  const leftOut: LeftOut[] = [];
  const onFault = (name: string, error: unknown) => void leftOut.push({ name, error });
  const drawn: ShownFigure[] = [];
  const writing: Promise<string[]>[] = [];
  const ready = await readFigures(own, folder, sha256, { notes, onFault });
  for (const figure of drawInTurn(outcomes, ready, onFault)) {
    drawn.push(figure);
    writing.push(writeFigure(folder, figure));
  }
  const written = Promise.all(writing);
  written.catch(() => undefined);
  const evidence = await evidenceSample(folder, sha256);
  const said = { study, outcomes, notes: ownWords, design, evidence, facts };
  const page = reportPage({ ...said, figures: drawn });
  await writeResult(join(folder, "report.html"), page);
  notes.push(...(await written).flat());
  await removeOthers(folder, drawn);
  // A drawing of earlier results would be taken for one of these.
  for (const { name } of leftOut) await removeFigure(folder, name);
  return { notes, leftOut };
}

/** Figures of single examples, after they have read them; they are told of where they cannot. */
async function readFigures(
  own: readonly Figure[],
  folder: string,
  sha256: string,
  { notes, onFault }: { readonly notes: string[]; readonly onFault: OnFigureFault },
): Promise<readonly Figure[]> {
  if (own.every(({ read }) => read === undefined)) return own;
  const evidence = await openEvidence(folder);
  const isThere = evidence?.about.results === sha256;
  const figures: Figure[] = [];
  for (const figure of own) {
    if (figure.read !== undefined && !isThere) {
      notes.push(`figure "${figure.name}": needs evidence of these results; --evidence writes it`);
    }
    try {
      figures.push(figure.read && isThere ? await figure.read(evidence.testRows()) : figure);
    } catch (error) {
      onFault(figure.name, error);
    }
  }
  return figures;
}

/** What of a figure is written. */
type WrittenFigure = Pick<ShownFigure, "name" | "svg" | "rows">;

/**
 * Writes a figure as figures/NAME.svg, .png and .csv below a folder; gives what could not be drawn.
 * The PNG takes the longest by far: it is begun before anything else, and left as it is where the
 * figure has not changed.
 * @throws RunError when the disk does not take it
 */
export async function writeFigure(folder: string, figure: WrittenFigure): Promise<string[]> {
  const path = (type: string) => join(folder, "figures", `${figure.name}.${type}`);
  if (existsSync(path("png")) && textAt(path("svg")) === figure.svg) {
    await writeResult(path("csv"), figureCsv(figure));
    return [];
  }
  const drawing = pngOf(figure.svg).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  // Gone first: were this stopped between the two, an older picture would be taken for this one's.
  await rm(path("png"), { force: true });
  await writeResult(path("svg"), figure.svg);
  await writeResult(path("csv"), figureCsv(figure));
  const png = await drawing;
  if (typeof png !== "string") {
    await writeResult(path("png"), png);
    return [];
  }
  return [`figure "${figure.name}": cannot be drawn as PNG (${plain(png)}); its SVG is there`];
}

/** What can be read there. */
function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Figures of the report that these results have nothing for would be those of other results. What
 * was not drawn here is somebody's own, and stays.
 */
async function removeOthers(folder: string, drawn: readonly ShownFigure[]): Promise<void> {
  for (const name of Object.keys(figures)) {
    if (drawn.some((figure) => figure.name === name)) continue;
    const before = await readFile(join(folder, "figures", `${name}.svg`), "utf8").catch(() => "");
    if (!isDrawing(before)) continue;
    await removeFigure(folder, name);
  }
}

async function removeFigure(folder: string, name: string): Promise<void> {
  for (const type of ["svg", "png", "csv"]) {
    await rm(join(folder, "figures", `${name}.${type}`), { force: true });
  }
}

/** The figure's data; its columns are those of all rows, in the order in which they first occur. */
function figureCsv({ rows }: WrittenFigure): Iterable<string> {
  const names = new Set<string>();
  for (const row of rows) for (const name in row) names.add(name);
  const header = [...names];
  return csvPieces(header, cellsOf(rows, header));
}

function* cellsOf(rows: WrittenFigure["rows"], header: readonly string[]) {
  for (const row of rows) yield header.map((name) => row[name] ?? null);
}
