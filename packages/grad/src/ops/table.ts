// Every op, by name. The tests walk this table: an op without a sample in ops.samples.ts does not
// compile.

import { attentionOp } from "./attention.js";
import * as binary from "./binary.js";
import * as broadcast from "./broadcast.js";
import * as compare from "./compare.js";
import { sliceRowsOp } from "./dynamic.js";
import * as gather from "./gather.js";
import * as layout from "./layout.js";
import { loopOp } from "./loop.js";
import { logisticLossOp, logSoftmaxAtOp } from "./loss.js";
import { matmulOp } from "./matrix.js";
import * as normalize from "./normalize.js";
import { kthLargestOp, topKOp } from "./order.js";
import * as reduce from "./reduce.js";
import { rotaryOp } from "./rotary.js";
import { collectRowsOp, spreadRowsOp } from "./rows.js";
import { constantOp, dimSizeOp, inputOp } from "./source.js";
import * as unary from "./unary.js";
import { whereOp } from "./where.js";

export const ops = {
  input: inputOp,
  constant: constantOp,
  dimSize: dimSizeOp,
  add: binary.addOp,
  sub: binary.subOp,
  mul: binary.mulOp,
  div: binary.divOp,
  pow: binary.powOp,
  maximum: binary.maximumOp,
  minimum: binary.minimumOp,
  neg: binary.negOp,
  exp: unary.expOp,
  log: binary.logOp,
  sqrt: unary.sqrtOp,
  abs: unary.absOp,
  sign: unary.signOp,
  floor: unary.floorOp,
  sin: unary.sinOp,
  cos: unary.cosOp,
  tanh: unary.tanhOp,
  sigmoid: unary.sigmoidOp,
  softplus: unary.softplusOp,
  relu: unary.reluOp,
  erf: unary.erfOp,
  gelu: unary.geluOp,
  silu: unary.siluOp,
  cast: unary.castOp,
  stopGradient: unary.stopGradientOp,
  equal: compare.equalOp,
  less: compare.lessOp,
  lessEqual: compare.lessEqualOp,
  greater: compare.greaterOp,
  greaterEqual: compare.greaterEqualOp,
  and: compare.andOp,
  or: compare.orOp,
  not: compare.notOp,
  where: whereOp,
  matmul: matmulOp,
  reshape: broadcast.reshapeOp,
  transpose: layout.transposeOp,
  broadcastTo: broadcast.broadcastToOp,
  concat: layout.concatOp,
  slice: layout.sliceOp,
  pad: layout.padOp,
  split: layout.splitOp,
  sum: broadcast.sumOp,
  max: reduce.maxOp,
  min: reduce.minOp,
  argMax: reduce.argMaxOp,
  argMin: reduce.argMinOp,
  cumSum: reduce.cumSumOp,
  gather: gather.gatherOp,
  scatterAdd: gather.scatterAddOp,
  gatherND: gather.gatherNDOp,
  scatterAddND: gather.scatterAddNDOp,
  gatherElements: gather.gatherElementsOp,
  scatterElementsAdd: gather.scatterElementsAddOp,
  spreadRows: spreadRowsOp,
  collectRows: collectRowsOp,
  logisticLoss: logisticLossOp,
  logSoftmaxAt: logSoftmaxAtOp,
  softmax: normalize.softmaxOp,
  logSoftmax: normalize.logSoftmaxOp,
  layerNorm: normalize.layerNormOp,
  rmsNorm: normalize.rmsNormOp,
  rotary: rotaryOp,
  attention: attentionOp,
  topK: topKOp,
  kthLargest: kthLargestOp,
  sliceRows: sliceRowsOp,
  loop: loopOp,
} as const;

export type OpName = keyof typeof ops;
