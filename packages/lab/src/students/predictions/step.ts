// The step of predictions made elsewhere: named by the numbers themselves, so that the same file
// under another name is the same step, and a changed one another.

import { hashOf, type Identified, smallKind } from "../../engine/index.js";
import { encodeLabels, labelsCodec } from "../../labels/index.js";
import type { Fit } from "../student.js";

/** Probabilities `[rows, options]` that somebody gave, named by their bytes. */
export class Given implements Identified {
  readonly identity: string;

  constructor(
    readonly rows: Int32Array,
    readonly options: number,
    readonly data: Float32Array<ArrayBuffer>,
  ) {
    this.identity = hashOf([rows, new Int32Array(data.buffer)]);
  }
}

export const givenKind = smallKind<Fit, { readonly said: Given }, Record<never, never>>({
  name: "predictions",
  version: 1,
  codec: { encode: encodeLabels, decode: labelsCodec.decode },
  label: "predictions made elsewhere",
  compute: ({ value: { said } }) => ({
    rows: said.rows,
    probabilities: { dtype: "float32", shape: [said.rows.length, said.options], data: said.data },
  }),
});
