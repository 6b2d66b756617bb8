// One layer's activations of every token of some texts, computed once: what a frozen part of a
// model would say at every step. A probe is the case where all of the model is frozen, and its
// texts are pooled too.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";

export class StoredLayer {
  /**
   * @param states `[tokens, d]`, the texts one after the other
   * @param offsets `[texts + 1]`: where each text's tokens begin, and the number of all tokens
   * @throws InputError where they do not fit each other.
   */
  constructor(
    private readonly states: NdArray<"float32">,
    private readonly offsets: Int32Array,
  ) {
    if (states.shape[0] !== offsets.at(-1)) {
      throw new InputError(
        `stored layer: needs ${offsets.at(-1)} rows, one a token, got ${states.shape[0]}`,
      );
    }
  }

  /** The rows of some texts' tokens, one text after the other: `[tokens, d]`. */
  rowsOf(texts: readonly number[]): NdArray<"float32"> {
    const width = this.states.shape[1]!;
    const { offsets } = this;
    const tokens = texts.reduce((sum, text) => sum + offsets[text + 1]! - offsets[text]!, 0);
    const rows = new Float32Array(tokens * width);
    let at = 0;
    for (const text of texts) {
      const part = this.states.data.subarray(offsets[text]! * width, offsets[text + 1]! * width);
      rows.set(part, at);
      at += part.length;
    }
    return ndarray(rows, [tokens, width]);
  }
}
