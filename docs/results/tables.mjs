// What the scripts of the tables beside this file share: a run's rows, and numbers as they are
// written.

import { readFileSync } from "node:fs";

/** The outcomes of the results.json that the command names, else of a run of that name. */
export const outcomesOf = (run) =>
  JSON.parse(readFileSync(process.argv[2] ?? `runs/${run}/results.json`, "utf8")).outcomes;

/** Three digits, without the 0 before the point. */
export const short = (value) => value.toFixed(3).replace(/^(-?)0\./, "$1.");
/** Two. */
export const short2 = (value) => value.toFixed(2).replace(/^(-?)0\./, "$1.");
export const interval = ({ value, low, high }, format = short) =>
  `${format(value)} [${format(low)}, ${format(high)}]`;

/** Of the untouched student: a new head knows nothing, so where it was not run it is chance. */
export const untouchedOf = ({ arms: { untouched }, chance, metric = "accuracy" }) =>
  short(untouched.run ? untouched.scores[metric].value : chance);

/** Of an arm; nothing where it was not run. */
export const armOf = ({ run, scores }, metric = "accuracy") =>
  run ? short(scores[metric].value) : "";

export const line = (cells) => console.log(`| ${cells.join(" | ")} |`);
export const head = (cells) => {
  line(cells);
  line(cells.map(() => "---"));
};

/**
 * What students learnt from: how good each supervisor's labels on transfer are, a row for each
 * supervisor of each task.
 * @param lead names and makes columns that stand first, of a row
 */
export function labelTable(rows, lead = {}, label = (supervisor) => supervisor) {
  console.log("\nThe labels that transfer was taught with:\n");
  head([...Object.keys(lead), "supervisor", "right", "calibration error", "AUROC"]);
  const seen = new Set();
  for (const row of rows) {
    const key = `${row.task}: ${row.supervisor}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { accuracy, calibrationError, auroc } = row.labelQuality.transfer;
    const quality = [accuracy, calibrationError, auroc];
    const cells = Object.values(lead).map((of) => of(row));
    line([
      ...cells,
      label(row.supervisor),
      ...quality.map((one) => (one === null ? "" : short(one))),
    ]);
  }
}
