// The pretraining step as a program: forward, backward and Adam, many steps inside one ONNX Loop.
// Its loss counts answers alone, so the last block and the output matrix run only where an answer
// is predicted: exactly less work.

import {
  adam,
  add,
  compile,
  constant,
  div,
  gather,
  gradients,
  input,
  loop,
  matmul,
  minimum,
  mul,
  type NdArray,
  ndarray,
  type Optimizer,
  type Program,
  reshape,
  sliceRows,
  softmax,
  split,
  sqrt,
  square,
  sum,
  type Tensor,
  transpose,
} from "@w2s/grad";
import { answerLoss, gated, lastOf, rotary, rowsOf, tokenRows, topLeft, unitNorm } from "./ops.js";
import { parameterCount, splitParameters } from "./parameters.js";
import { type ModelSize, maxPositions, normEpsilon, ropeTheta } from "./size.js";

/** Adam as language models are trained with it: a shorter memory for squares than its default. */
export const optimizer: Optimizer = adam({ beta2: 0.98 });
/** Gradients longer than this are scaled down to it. */
const clipNorm = 1;

/** What one step sees. */
interface Batch {
  /** int32 `[batch, seq]`: sentences without their last token, all of one length. */
  readonly ids: Tensor;
  /** int64 `[1]`: the place of the first token that predicts an answer's. */
  readonly start: Tensor;
  /** int64 `[1]`: tokens a sentence. */
  readonly length: Tensor;
}

/**
 * Inputs: `parameters`, `mean`, `square` (`[n]`), sentences end to end in `tokens` and answers in
 * `answers`, and for each step where its own begin and end in both (`tokens/starts`, ...), how long
 * they are (`lengths`), where in a sentence answers begin to be predicted (`predicted`), and the
 * optimizer's numbers. Outputs: `next parameters`, `next mean`, `next square`, and `losses`: nats
 * an answer's token, by step.
 */
export function pretrainProgram(size: ModelSize): Program {
  const state = input("float32", [parameterCount(size)]);
  const bounds = input("int64", ["steps", 1]);
  const perStep = input("float32", ["steps"]);
  const signature = {
    parameters: state,
    mean: state,
    square: state,
    tokens: input("int32", ["tokens"]),
    answers: input("int32", ["answers"]),
    "tokens/starts": bounds,
    "tokens/ends": bounds,
    "answers/starts": bounds,
    "answers/ends": bounds,
    lengths: bounds,
    answerLengths: bounds,
    predicted: bounds,
    "number of answers": perStep,
    number0: perStep,
    number1: perStep,
    number2: perStep,
    count: input("int64", []),
  };
  return compile(signature, (tensors) => {
    const { parameters, count } = tensors;
    const result = loop(
      count,
      [parameters, tensors.mean, tensors.square],
      (iteration, [p, m, v]) => {
        const now = (name: keyof typeof tensors): Tensor => gather(tensors[name], iteration);
        const rows = (name: "tokens" | "answers", width: Tensor, columns: string): Tensor =>
          rowsOf(
            sliceRows(tensors[name], now(`${name}/starts`), now(`${name}/ends`), `step ${name}`),
            width,
            "batch",
            columns,
          );
        const batch = {
          ids: rows("tokens", now("lengths"), "seq"),
          start: now("predicted"),
          length: now("lengths"),
        };
        const answers = reshape(rows("answers", now("answerLengths"), "predicted"), [
          "batch*predicted",
          1,
        ]);
        const logits = answerLogits(size, splitParameters(size, p!), batch);
        const loss = answerLoss(logits, answers, now("number of answers"));
        const [gradient] = gradients(loss, [p!]);
        const length = sqrt(sum(square(gradient!)));
        const clipped = mul(gradient!, minimum(div(clipNorm, length), 1));
        const next = optimizer.update({
          parameter: p!,
          gradient: clipped,
          slots: [m!, v!],
          numbers: [now("number0"), now("number1"), now("number2")],
          rate: undefined,
        });
        return { states: [next.parameter, ...next.slots], histories: [loss] };
      },
    );
    const [nextParameters, nextMean, nextSquare] = result.states;
    return {
      "next parameters": nextParameters!,
      "next mean": nextMean!,
      "next square": nextSquare!,
      losses: result.histories[0]!,
    };
  });
}

/** Logits where answers are predicted: `[batch * predicted, words]`. */
function answerLogits(size: ModelSize, weights: (name: string) => Tensor, batch: Batch): Tensor {
  const tables = rotaryTables(size);
  const hidden = constant(causalMask());
  const mask = topLeft(hidden, batch.length, "seq");
  const embedding = weights("embed_tokens.weight");
  let x = tokenRows(embedding, batch.ids);
  for (let index = 0; index < size.layers; index += 1) {
    x = block(size, index, x, weights, { batch, mask, tables, last: index === size.layers - 1 });
  }
  const d = size.width;
  const flat = reshape(x, ["batch*predicted", d]);
  return matmul(unitNorm(flat, normEpsilon), mul(embedding, weights("norm.weight")), {
    transposeB: true,
  });
}

interface Surroundings {
  readonly batch: Batch;
  readonly mask: Tensor;
  readonly tables: RotaryTables;
  /** Whether only the predicting tokens go on. */
  readonly last: boolean;
}

/** `x: [batch, seq, d]` -> the same, or `[batch, predicted, d]` of the last block. */
function block(
  { width: d, heads }: ModelSize,
  index: number,
  x: Tensor,
  weights: (name: string) => Tensor,
  { batch, mask, tables, last }: Surroundings,
): Tensor {
  const at = `layers.${index}`;
  const weight = (name: string): Tensor => weights(`${at}.${name}.weight`);
  const size = d / heads;
  const places = last ? "predicted" : "seq";
  const cut = (y: Tensor, axis: number): Tensor =>
    last ? lastOf(y, axis, batch.start, places) : y;
  const project = (y: Tensor, w: Tensor, parts: number): Tensor => {
    const tokens = y.shape[1] as string;
    const product = matmul(reshape(y, [`batch*${tokens}`, d]), w, { transposeB: true });
    return transpose(reshape(product, ["batch", tokens, parts * heads, size]), [2, 0, 1, 3]);
  };
  const normalized = unitNorm(x, normEpsilon);
  const qkv = mul(weight("self_attn.qkv"), weight("input_layernorm"));
  const [q, k, v] = last
    ? lastQueries(
        qkv,
        d,
        (w, parts) => project(parts === 1 ? cut(normalized, 1) : normalized, w, parts),
        heads,
      )
    : split(project(normalized, qkv, 3), [heads, heads, heads], 0);
  const zero = constant(ndarray(BigInt64Array.of(0n), [1]));
  const turnedQ = rotary(q!, last ? batch.start : zero, tables.cosines, tables.sines);
  const turnedK = rotary(k!, zero, tables.cosines, tables.sines);
  const scores = add(matmul(turnedQ, turnedK, { transposeB: true }), cut(mask, 0));
  const mixed = transpose(matmul(softmax(scores), v!), [1, 2, 0, 3]);
  const rows = `batch*${places}`;
  const output = matmul(reshape(mixed, [rows, d]), weight("self_attn.o_proj"), {
    transposeB: true,
  });
  const attended = add(reshape(cut(x, 1), [rows, d]), output);
  const inner = unitNorm(attended, normEpsilon);
  const scale = weight("post_attention_layernorm");
  const through = (name: string): Tensor =>
    matmul(inner, mul(weight(name), scale), { transposeB: true });
  const active = gated(through("mlp.gate_proj"), through("mlp.up_proj"));
  const fed = matmul(active, weight("mlp.down_proj"), { transposeB: true });
  return reshape(add(attended, fed), ["batch", places, d]);
}

function lastQueries(
  qkv: Tensor,
  d: number,
  project: (w: Tensor, parts: number) => Tensor,
  heads: number,
): readonly Tensor[] {
  const [wq, wkv] = split(qkv, [d, 2 * d], 0);
  return [project(wq!, 1), ...split(project(wkv!, 2), [heads, heads], 0)];
}

/** `[places, places]`: 0 where a token may look, very negative where not. */
function causalMask(): NdArray {
  const mask = new Float32Array(maxPositions * maxPositions);
  for (let query = 0; query < maxPositions; query += 1) {
    mask.fill(-1e30, query * maxPositions + query + 1, (query + 1) * maxPositions);
  }
  return ndarray(mask, [maxPositions, maxPositions]);
}

interface RotaryTables {
  /**
   * `[places, headSize / 2]`, divided by the fourth root of the head's size: so are both q and k,
   * and their product by its root.
   */
  readonly cosines: NdArray;
  readonly sines: NdArray;
}

function rotaryTables({ width, heads }: ModelSize): RotaryTables {
  const size = width / heads;
  const half = size / 2;
  const table = (wave: (angle: number) => number): NdArray => {
    const values = Float32Array.from({ length: maxPositions * half }, (_, i) => {
      const angle = Math.floor(i / half) * ropeTheta ** (-(i % half) / half);
      return wave(angle) * size ** -0.25;
    });
    return ndarray(values, [maxPositions, half]);
  };
  return { cosines: table(Math.cos), sines: table(Math.sin) };
}
