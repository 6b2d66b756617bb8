// A classifier as one ONNX file: token ids and their mask in, logits out, under the names that
// transformers and optimum use.

import { open } from "node:fs/promises";
import {
  add,
  argMax,
  broadcastTo,
  cast,
  cumSum,
  dimSize,
  expandDims,
  gatherElements,
  greaterEqual,
  input,
  type ModelFile,
  matmul,
  modelFile,
  scalar,
  sub,
  sum,
  type Tensor,
  where,
} from "@w2s/grad";
import { tokenBatch } from "../transformers/padded-batch.js";
import type { TokenBatch } from "../transformers/token-batch.js";
import { type Classifier, checkClassifier } from "./classifier.js";

const tokens = {
  input_ids: input("int64", ["batch", "seq"]),
  attention_mask: input("int64", ["batch", "seq"]),
};

/**
 * The model: `input_ids`, `attention_mask`: int64 `[batch, seq]` -> `logits`: float32 `[batch,
 * outputs]`. A text's tokens are those whose mask is 1; padding may be on either side of them, not
 * between.
 * @throws InputError as `checkClassifier`, and for a model that is too large for an ONNX file.
 */
export function classifierOnnx(label: string, classifier: Classifier): ModelFile {
  const { architecture, shapes } = checkClassifier(label, classifier);
  const { layer, pooling, head } = classifier;
  const backbone = Object.fromEntries(
    Object.keys(shapes).map((name) => [name, classifier.weights[name]!]),
  );
  const own = { "head.weight": head.weight, ...(head.bias ? { "head.bias": head.bias } : {}) };
  return modelFile(
    label,
    tokens,
    { ...backbone, ...own },
    ({ input_ids, attention_mask }, weights) => {
      const batch = maskedBatch(input_ids!, attention_mask!);
      const pooled = architecture.pooled(
        batch,
        (name) => weights[name]!,
        pooling,
        undefined,
        layer,
      );
      const product = matmul(pooled, weights["head.weight"]!, { transposeB: true });
      return { logits: weights["head.bias"] ? add(product, weights["head.bias"]) : product };
    },
  );
}

/**
 * Texts whose padding is on either side, as a batch whose padding is on the right: each row turns
 * until its first token leads.
 */
function maskedBatch(ids: Tensor, mask: Tensor): TokenBatch {
  const real = cast(mask, "float32");
  const lengths = cast(sum(real, 1), "int32");
  const first = cast(argMax(real, 1), "int32");
  const slots = sub(cumSum(broadcastTo(scalar(1, "int32"), [ids.shape[1]!]), 0), 1);
  const turned = add(expandDims(slots, 0), expandDims(first, 1));
  const size = cast(dimSize(ids, 1), "int32");
  const places = where(greaterEqual(turned, size), sub(turned, size), turned);
  return tokenBatch(gatherElements(cast(ids, "int32"), places, 1), lengths);
}

/** Writes a model's pieces to a new file, and does not return before they are on the disk. */
export async function writeModelFile(path: string, { pieces }: ModelFile): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
