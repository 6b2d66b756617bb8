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
