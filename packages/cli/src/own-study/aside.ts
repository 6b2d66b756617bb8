// Columns that could be a text, and what a guess leaves aside: texts that it does not use, and
// columns whose names say that they came after the label.

import { isClasses } from "./classes.js";
import type { Column } from "./columns.js";
import { afterLabel, idName, isNamed, splitName } from "./names.js";
import { names } from "./rows-of.js";
import type { Sample } from "./sample.js";

/** Whether a column holds texts, and none of the kinds that say something of a row. */
export const isText = (column: Column): boolean =>
  column.kind === "text" &&
  ![idName, splitName, afterLabel].some((pattern) => isNamed(column, pattern));

/** Whether texts are long, or mostly different: more than words for a few kinds of row. */
export const isProse = ({ length, distinct }: Column, { rows }: Sample): boolean =>
  length >= 20 || distinct > rows.length / 10;

/**
 * What is not used of a file and might have been, a note each.
 * @param options where the rest of what is used is named: an id, a group
 */
export function leftAside(
  sample: Sample,
  used: readonly Column[],
  options: Readonly<Record<string, unknown>> = {},
): string[] {
  const named = Object.values(options);
  const free = sample.columns.filter(
    (column) => !used.includes(column) && !named.includes(column.name),
  );
  const lists = free.filter(({ kind, name }) => {
    const top = name.split(".")[0];
    return kind === "list" && !used.some((column) => column.name.split(".")[0] === top);
  });
  const texts = free.filter((column) => isText(column) && isProse(column, sample));
  const passed = passedOver(sample, free);
  return [
    ...(texts.length === 0 ? [] : [`texts that are not used: ${names(texts)}`]),
    ...(lists.length === 0 ? [] : [`lists that are not used: ${names(lists)}`]),
    ...(passed.length === 0 ? [] : [`${PASSED_OVER}: ${names(passed)}`]),
  ];
}

/** Columns that could be a label or a text but for their names. */
export const passedOver = (sample: Sample, columns: readonly Column[]): Column[] =>
  columns.filter(
    (column) =>
      isNamed(column, afterLabel) &&
      (isClasses(column) || (column.kind === "text" && isProse(column, sample))),
  );

export const PASSED_OVER = "passed over, since by its name it came after the label or explains it";
