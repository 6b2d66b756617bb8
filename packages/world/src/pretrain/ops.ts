// Ops of the pretraining step that save passes over memory, or that cut batches of any shape out of
// one long array: each is a few ONNX nodes with a gradient written for it.

import {
  add,
  addToRows,
  apply,
  applyOne,
  defineOp,
  div,
  exp,
  mean,
  mul,
  type NdArray,
  type Op,
  sub,
  type Tensor,
} from "@w2s/grad";

const vectorOf = (value: number) => ({
  dtype: "int64" as const,
  shape: [1],
  data: BigInt64Array.of(BigInt(value)),
});

const rowsOfOp = defineOp<{ readonly rows: string; readonly columns: string }>({
  name: "rowsOf",
  infer: ([x], { rows, columns }) => [{ dtype: x!.dtype, shape: [rows, columns] }],
  emit: (emitter, [x, columns]) => {
    const shape = emitter.one("Concat", [emitter.constant(vectorOf(-1)), columns!], {
      axis: { int: 0 },
    });
    return emitter.add("Reshape", [x!, shape]);
  },
  gradient: "refused",
});

/**
 * `x: [n]` as rows of `columns` (int64 `[1]`) values each: new symbolic dimensions of the given
 * names.
 */
export function rowsOf(x: Tensor, columns: Tensor, rowsName: string, columnsName: string): Tensor {
  return applyOne(rowsOfOp, [x, columns], { rows: rowsName, columns: columnsName });
}

const lastOfOp = defineOp<{ readonly axis: number; readonly dim: string }>({
  name: "lastOf",
  infer: ([x], { axis, dim }) => [{ dtype: x!.dtype, shape: x!.shape.with(axis, dim) }],
  emit: (emitter, [x, start], { attrs }) =>
    emitter.add("Slice", [
      x!,
      start!,
      emitter.constant(vectorOf(2 ** 53)),
      emitter.constant(vectorOf(attrs.axis)),
    ]),
  gradient: ({ inputs: [x, start], attrs }, [g]) => [
    applyOne(padFrontOp, [g!, start!, x!], { axis: attrs.axis }),
    undefined,
  ],
});

/** Zeros in front of `g` along the axis, as many as `start` says: the shape of `x`. */
const padFrontOp = defineOp<{ readonly axis: number }>({
  name: "padFront",
  infer: ([g, , x]) => [{ dtype: g!.dtype, shape: x!.shape }],
  emit: (emitter, [g, start], { attrs }) => {
    const pads = emitter.one("Concat", [start!, emitter.constant(vectorOf(0))], {
      axis: { int: 0 },
    });
    return emitter.add("Pad", [g!, pads, "", emitter.constant(vectorOf(attrs.axis))]);
  },
  gradient: ({ inputs: [g, start], attrs: { axis } }, [back]) => [
    lastOf(back!, axis, start!, String(g!.shape[axis])),
    undefined,
    undefined,
  ],
});

/** What lies along `axis` from `start` (int64 `[1]`) on, as the symbolic dimension `dim`. */
export function lastOf(x: Tensor, axis: number, start: Tensor, dim: string): Tensor {
  return applyOne(lastOfOp, [x, start], { axis, dim });
}

const topLeftOp = defineOp<{ readonly dim: string }>({
  name: "topLeft",
  infer: ([x], { dim }) => [{ dtype: x!.dtype, shape: [dim, dim] }],
  emit: (emitter, [x, size]) => {
    const both = (name: string) => emitter.one("Concat", [name, name], { axis: { int: 0 } });
    return emitter.add("Slice", [x!, both(emitter.constant(vectorOf(0))), both(size!)]);
  },
  gradient: "refused",
});

/** The first `size` (int64 `[1]`) rows and columns of a matrix. */
export function topLeft(x: Tensor, size: Tensor, dim: string): Tensor {
  return applyOne(topLeftOp, [x, size], { dim });
}

const tokenRowsOp = defineOp<null>({
  name: "tokenRows",
  infer: ([table, ids]) => [
    { dtype: table!.dtype, shape: [...ids!.shape, ...table!.shape.slice(1)] },
  ],
  emit: (emitter, inputs) => emitter.add("Gather", inputs, { axis: { int: 0 } }),
  gradient: ({ inputs: [table, ids] }, [g]) => [
    applyOne(rowSumsOp, [table!, ids!, g!], null),
    undefined,
  ],
});

/** A table of zeros, and `updates` added to the rows that `ids` name. */
const rowSumsOp = defineOp<null>({
  name: "rowSums",
  infer: ([table]) => [table!],
  emit: (emitter, [, ids, updates], { inputs: [table] }) => {
    const { shape } = table!;
    const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
    const base = emitter.constant({
      dtype: "float32",
      shape: shape as number[],
      data: new Float32Array(size),
    });
    return [addToRows(emitter, { base, rows: ids!, updates: updates! }, shape)];
  },
  gradient: ({ inputs: [, ids] }, [g]) => [undefined, undefined, tokenRows(g!, ids!)],
});

/**
 * Rows of `table: [n, d]` by `ids`, int32 of any shape. The order in which its gradient is added up
 * is fixed here and not by the general rule, which may become faster: the zoo's bytes depend on it.
 */
export function tokenRows(table: Tensor, ids: Tensor): Tensor {
  return applyOne(tokenRowsOp, [table, ids], null);
}

const unitNormOp = defineOp<{ readonly epsilon: number }>({
  name: "unitNorm",
  infer: ([x]) => [x!, { dtype: x!.dtype, shape: x!.shape.with(-1, 1) }],
  emit: (emitter, [x], { inputs, attrs }) => {
    const size = inputs[0]!.shape.at(-1) as number;
    const ones = emitter.constant({
      dtype: "float32",
      shape: [size],
      data: new Float32Array(size).fill(1),
    });
    const attributes = { axis: { int: -1 }, epsilon: { float: attrs.epsilon } };
    return emitter.add("SimplifiedLayerNormalization", [x!, ones], attributes, { outputs: 2 });
  },
  gradient: ({ inputs: [x], outputs: [n, inverse] }, [g, toInverse]) => {
    const dx = g && mul(sub(g, mul(n!, mean(mul(g, n!), -1, true))), inverse!);
    if (!toInverse) return [dx];
    // With r = 1/rms over d values: dr/dx = -r^2 n / d.
    const share = mul(toInverse, mul(mul(inverse!, inverse!), -1 / Number(x!.shape.at(-1))));
    const through = mul(n!, share);
    return [dx ? add(dx, through) : through];
  },
  carriesAll: true,
});

/**
 * x / rms(x) over the last axis. The norm's scale is left to the weights behind it, which are
 * smaller than x.
 */
export function unitNorm(x: Tensor, epsilon: number): Tensor {
  return apply(unitNormOp, [x], { epsilon })[0]!;
}

interface RotaryAttrs {
  readonly cosines: NdArray;
  readonly sines: NdArray;
}

const rotaryOp: Op<RotaryAttrs> = defineOp<RotaryAttrs>({
  name: "rotary",
  infer: ([x]) => [x!],
  emit: (emitter, [x, start], { attrs }) =>
    emitter.add(
      "RotaryEmbedding",
      [x!, start!, emitter.constant(attrs.cosines), emitter.constant(attrs.sines)],
      {},
      {
        domain: "com.microsoft",
      },
    ),
  gradient: ({ inputs: [, start], attrs }, [g]) => [
    applyOne(rotaryOp, [g!, start!], { cosines: attrs.cosines, sines: negated(attrs.sines) }),
    undefined,
  ],
});

const negatives = new WeakMap<NdArray, NdArray>();

function negated(x: NdArray): NdArray {
  const known = negatives.get(x);
  if (known) return known;
  const made = { ...x, data: (x.data as Float32Array).map((value) => -value) } as NdArray;
  negatives.set(x, made);
  negatives.set(made, x);
  return made;
}

/**
 * Rotary positions (arXiv 2104.09864, half-split): `x: [a, b, seq, size]`, the first place being
 * `start` (int64 `[1]`); `cosines`, `sines`: `[places, size / 2]`. A rotation's gradient is the
 * rotation backwards.
 */
export function rotary(x: Tensor, start: Tensor, cosines: NdArray, sines: NdArray): Tensor {
  return applyOne(rotaryOp, [x, start], { cosines, sines });
}

const gateOp = defineOp<null>({
  name: "gate",
  infer: ([g]) => [g!, g!, g!],
  emit: (emitter, [gate, up]) => {
    const sigma = emitter.one("Sigmoid", [gate!]);
    const active = emitter.one("Mul", [gate!, sigma]);
    return [emitter.one("Mul", [active, up!]), active, sigma];
  },
  gradient: ({ inputs: [, up], outputs: [y, active, sigma] }, [g]) => {
    const byActive = mul(g!, up!);
    const through = mul(g!, y!);
    return [add(through, mul(sigma!, sub(byActive, through))), mul(g!, active!)];
  },
});

/**
 * silu(gate) * up: the gated activation of arXiv 2002.05202, its gradient written for both
 * together.
 */
export function gated(gate: Tensor, up: Tensor): Tensor {
  return apply(gateOp, [gate, up], null)[0]!;
}

const answerLossOp = defineOp<null>({
  name: "answerLoss",
  infer: ([logits]) => [{ dtype: "float32", shape: [] }, logits!, logits!],
  emit: (emitter, [logits, targets, count], { inputs }) => {
    const words = inputs[0]!.shape[1] as number;
    const every = emitter.constant({
      dtype: "int32",
      shape: [1, words],
      data: Int32Array.from({ length: words }, (_, id) => id),
    });
    const logProbabilities = emitter.one("LogSoftmax", [logits!], { axis: { int: 1 } });
    const isRight = emitter.one("Equal", [targets!, every]);
    const right = emitter.one("Cast", [isRight], { to: { int: FLOAT } });
    const total = emitter.one("ReduceSum", [emitter.one("Mul", [logProbabilities, right])], {
      keepdims: { int: 0 },
    });
    const loss = emitter.one("Neg", [emitter.one("Div", [total, count!])]);
    return [loss, logProbabilities, right];
  },
  gradient: ({ inputs: [, , count], outputs: [, logProbabilities, right] }, [g]) => [
    mul(sub(exp(logProbabilities!), right!), div(g!, count!)),
    undefined,
    undefined,
  ],
});
const FLOAT = 1;

/**
 * The mean cross-entropy in nats of logits `[n, words]` to the words `targets` (int32 `[n, 1]`);
 * `count`: n as a float scalar.
 */
export function answerLoss(logits: Tensor, targets: Tensor, count: Tensor): Tensor {
  return apply(answerLossOp, [logits, targets, count], null)[0]!;
}
