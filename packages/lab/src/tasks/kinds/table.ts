// table(...): a text and its class.

import { InputError } from "@w2s/base";
import type { TaskKind } from "../kind.js";
import { labelReader } from "../label.js";
import { type TableOptions, tableSchema } from "../options.js";
import type { TableTask } from "../task.js";
import { nameReader, textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

export const tableKind: TaskKind<TableTask> = {
  name: "table",
  schema: tableSchema,
  convert: classification,
  evens: ({ balance = true }) => ({ classes: balance, test: balance }),
};

/**
 * One example a row; rows of the same text are one group.
 * @throws InputError for other than two classes where they are to be two
 */
function classification(options: TableOptions): Converter {
  const text = textReader(options.text, options.allowEmpty);
  const label = labelReader(options.label, options.labels, options.classes);
  if (options.as === "binary" && label.classes !== 2) {
    throw new InputError(
      `table: as: "binary" needs two classes, got ${label.classes}; map them onto 0 and 1, or to ` +
        "null, with labels: {...}",
    );
  }
  const within = options.evenWithin === undefined ? null : nameReader(options.evenWithin);
  return {
    shape: "classify",
    options: label.classes,
    optionNames: label.names,
    ...(label.values && { optionValues: label.values }),
    fields: [...text.fields, options.label, ...(within?.fields ?? [])],
    ...(within && { within: (row, place) => within.read(row, place) }),
    convert(row, _, place) {
      const value = label.read(row, place);
      if (value === null) return "unlabelled";
      const input = text.read(row, place);
      return [{ suffix: "", inputs: [input], label: value, group: groupOf(input) }];
    },
  };
}
