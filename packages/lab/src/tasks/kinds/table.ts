// table(...): a text and its class.

import type { TaskKind } from "../kind.js";
import { labelReader } from "../label.js";
import { type TableOptions, tableSchema } from "../options.js";
import type { TableTask } from "../task.js";
import { textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

export const tableKind: TaskKind<TableTask> = {
  name: "table",
  schema: tableSchema,
  convert: classification,
  evens: ({ balance = true }) => ({ classes: balance, test: balance }),
};

/** One example a row; rows of the same text are one group. */
function classification(options: TableOptions): Converter {
  const text = textReader(options.text, options.allowEmpty);
  const label = labelReader(options.label, options.labels, options.classes);
  return {
    shape: "classify",
    options: label.classes,
    optionNames: label.names,
    fields: [...text.fields, options.label],
    convert(row, _, place) {
      const value = label.read(row, place);
      if (value === null) return "unlabelled";
      const input = text.read(row, place);
      return [{ suffix: "", inputs: [input], label: value, group: groupOf(input) }];
    },
  };
}
