// The pages of results and the rows that they were made of: every number that a table prints of a
// row stands, rounded, in the page's CSV, and no row is left out.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";

const results = fileURLToPath(new URL("../docs/results/", import.meta.url));

/** Pages whose tables have a row for each row of their CSV. */
const pages = ["world", "world-finetuned", "negative-control", "leakage"];

/** What tables leave out of the names of students and supervisors. */
const named = (label: string): string => label.replace(":2/last", "").replace(" logistic", "");

const rounded = (digits: number, text: string): string =>
  text === ""
    ? ""
    : Number(text)
        .toFixed(digits)
        .replace(/^(-?)0\./, "$1.");
const short = (text: string) => rounded(3, text);

type Row = Readonly<Record<string, string>>;

/** What a table with these heads prints of a row of the CSV, without PGR. */
const printed: Readonly<Record<string, (row: Row) => string>> = {
  task: ({ task }) => task!,
  supervisor: ({ supervisor }) => named(supervisor!),
  student: ({ student }) => named(student!),
  method: ({ method }) => method!,
  weak: (row) => short(row.weak_accuracy!),
  // A new head knows nothing before it is taught.
  untouched: (row) => short(row.untouched_accuracy || row.chance!),
  uninformed: (row) => short(row.uninformed_accuracy!),
  "self-taught": (row) => short(row.self_taught_accuracy!),
  ceiling: (row) => short(row.ceiling_accuracy!),
};

const pgrOf = (row: Row): string => {
  const [value, low, high] = [row.pgr!, row.pgr_low!, row.pgr_high!].map((of) => rounded(2, of));
  return value === "" ? "undefined" : `${value} [${low}, ${high}]`;
};

const rowsOf = (page: string): Row[] =>
  parse<Row>(readFileSync(`${results}${page}.csv`, "utf8"), { columns: true });

/** A page's table that begins with these columns: its lines, as lists of cells. */
function tableOf(page: string, heads: readonly string[]): string[][] {
  const lines = readFileSync(`${results}${page}.md`, "utf8").split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heads.join(" | ")} |`));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

describe.each(pages)("the tables of %s", (page) => {
  const rows = rowsOf(page);

  it("have what its CSV has of every row", () => {
    const expected = rows.map((row) => {
      const { task, supervisor, student, method, weak, ...others } = printed;
      const before = [task!, supervisor!, student!, method!, weak!].map((of) => of(row));
      const after = Object.values(others).map((of) => of(row));
      return [...before, short(row.student_accuracy!), ...after, pgrOf(row)];
    });
    expect(tableOf(page, ["task", "supervisor", "student"])).toEqual(expected);
    expect(rows.length).toBeGreaterThan(20);
  });

  it("have what it has of labels", () => {
    const bySupervisor = new Map(rows.map((row) => [`${row.task} ${row.supervisor}`, row]));
    const expected = [...bySupervisor.values()].map((row) => [
      row.task,
      named(row.supervisor!),
      short(row.labels_transfer_accuracy!),
      short(row.labels_transfer_calibration_error!),
      short(row.labels_transfer_auroc!),
    ]);
    const table = tableOf(page, ["task", "supervisor", "right"]);
    expect(table.length).toBeGreaterThan(0);
    expect(table).toEqual(expected);
  });
});

describe("the ladder of supervisors with a fresh head", () => {
  const widths = [8, 16, 20, 24, 28, 32, 40, 48, 64, 128, 192];
  const ladder = () => {
    const rows = rowsOf("ladder");
    return [...new Set(rows.map(({ task }) => task!))].map((task) => {
      const own = widths.map(
        (width) =>
          rows.find((row) => row.task === task && row.supervisor!.startsWith(`world-${width}:`))!,
      );
      const isUseful = ({ weak_accuracy: a }: Row) => Number(a) >= 0.55 && Number(a) <= 0.95;
      const isBetween = ({ weak_accuracy_low: low, gap_low: gap }: Row) =>
        Number(low) > 0.5 && Number(gap) > 0;
      return { task, own, useful: own.filter(isUseful), between: own.filter(isBetween) };
    });
  };

  it("stands in the zoo's table as it was measured", () => {
    const expected = ladder().map(({ task, own, useful, between }) => [
      `\`${task}\``,
      ...own.map(({ weak_accuracy: a }) => rounded(2, a!)),
      rounded(2, own[0]!.ceiling_accuracy!),
      String(useful.length),
      String(between.length),
    ]);
    expect(tableOf("../zoo", ["fresh head on"])).toEqual(expected);
  });

  it("has three useful supervisors and more, clearly between, on eight tasks and more", () => {
    const laddered = ladder().filter(
      ({ task, useful, between }) =>
        !task.endsWith("-parts") && useful.filter((row) => between.includes(row)).length >= 3,
    );
    expect(laddered.length).toBeGreaterThanOrEqual(8);
  });
});
