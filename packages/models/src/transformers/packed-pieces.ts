// A packed batch cut between its texts, for a trainer that works through a batch a piece at a time.

import { type Arrays, type Piece, rowsOf, type Signature } from "@w2s/grad";
import { packTexts } from "./pack-texts.js";

/** How a packed batch is cut into pieces. */
export interface PackedPiecesOptions {
  /** As of `packedInputs`, those of the batch. */
  readonly buckets: number;
  /** What a piece holds at most, unless one text alone is longer; at least 1. */
  readonly tokens: number;
}

/**
 * Pieces of whole texts, nearly equal in tokens. `signature` is that of `batch`, which has
 * `packedInputs` among others: of arrays whose first dimension is "tokens" or "texts" a piece has
 * its own rows; others are the same for all.
 */
export function packedPieces(
  batch: Arrays,
  signature: Signature,
  { buckets, tokens }: PackedPiecesOptions,
): Piece[] {
  const texts = textsOf(batch);
  const cuts = cutsOf(
    texts.map(({ length }) => length),
    tokens,
  );
  const firsts = batch.firsts!.data as Int32Array;
  const all = batch.ids!.shape[0]!;
  return cuts.map((start, i) => {
    const end = cuts[i + 1] ?? texts.length;
    const [from, to] = [firsts[start]!, firsts[end] ?? all];
    const rows = { tokens: [from, to], texts: [start, end] } as const;
    const own = Object.entries(batch).map(([name, array]) => {
      const dim = signature[name]!.shape[0];
      return [
        name,
        dim === "tokens" || dim === "texts" ? rowsOf(array, ...rows[dim]) : array,
      ] as const;
    });
    const packed = packTexts(texts.slice(start, end), buckets);
    return { from, to, inputs: { ...Object.fromEntries(own), ...packed } };
  });
}

/** The token ids of a packed batch's texts. */
function textsOf({ ids, firsts, lengths }: Arrays): Int32Array[] {
  const data = ids!.data as Int32Array;
  return Array.from(firsts!.data as Int32Array, (first, text) =>
    data.subarray(first, first + Number(lengths!.data[text]!)),
  );
}

/** The first text of each piece. */
function cutsOf(lengths: readonly number[], most: number): number[] {
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const aim = all / Math.ceil(all / most);
  const cuts = [0];
  let [seen, held] = [0, 0];
  lengths.forEach((length, text) => {
    const isFull = held + length > most || seen >= aim * cuts.length;
    if (held > 0 && isFull) {
      cuts.push(text);
      held = 0;
    }
    seen += length;
    held += length;
  });
  return cuts;
}
