// table(...): a text and its class.

import { labelReader } from "../label.js";
import type { TableOptions } from "../options.js";
import { textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

/** One example a row; rows of the same text are one group. */
export function classification(options: TableOptions): Converter {
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
