// @w2s/grad: tensor programs, traced, differentiated, compiled to ONNX.

export type { Arrays, DType, NdArray, TypedData } from "./array.js";
export { ndarray, rowsOf, sizeOf, takeRows, zerosArray } from "./array.js";
export { gradients } from "./gradient.js";
export type { GradientCheck, GradientErrors } from "./gradient-check.js";
export { checkGradients } from "./gradient-check.js";
export type { ModelFile } from "./onnx/model-file.js";
export { modelFile } from "./onnx/model-file.js";
export { attention } from "./ops/attention.js";
export { add, clamp, div, log, maximum, minimum, mul, neg, pow, sub } from "./ops/binary.js";
export { broadcastTo, reshape, sum, sumTo, zerosLike } from "./ops/broadcast.js";
export { and, equal, greater, greaterEqual, less, lessEqual, not, or } from "./ops/compare.js";
export { sliceRows } from "./ops/dynamic.js";
export {
  gather,
  gatherElements,
  gatherND,
  oneHot,
  scatterAdd,
  scatterAddND,
} from "./ops/gather.js";
export { concat, expandDims, pad, slice, split, squeeze, stack, transpose } from "./ops/layout.js";
export type { LoopResult } from "./ops/loop.js";
export { loop } from "./ops/loop.js";
export { logisticLoss, logSoftmaxAt } from "./ops/loss.js";
export type { MatmulAttrs } from "./ops/matrix.js";
export { matmul } from "./ops/matrix.js";
export { layerNorm, logSoftmax, rmsNorm, softmax } from "./ops/normalize.js";
export type { TopK } from "./ops/order.js";
export { kthLargest, quantile, sort, topK } from "./ops/order.js";
export { argMax, argMin, cumSum, logSumExp, max, mean, min } from "./ops/reduce.js";
export { rotary } from "./ops/rotary.js";
export { collectRows, spreadRows } from "./ops/rows.js";
export type { RowUpdates } from "./ops/scatter-rows.js";
export { addToRows } from "./ops/scatter-rows.js";
export { constant, dimSize, placeholder, scalar } from "./ops/source.js";
export {
  abs,
  cast,
  cos,
  erf,
  exp,
  floor,
  gelu,
  logSigmoid,
  relu,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  square,
  stopGradient,
  tanh,
} from "./ops/unary.js";
export { where } from "./ops/where.js";
export { printGraph } from "./print.js";
export type { Program, Signature } from "./program.js";
export { compile, input } from "./program.js";
export type { Device } from "./runtime/device.js";
export { deviceNamed, devices } from "./runtime/device.js";
export { deviceRuntime, nodeRuntime, runOnce } from "./runtime/node.js";
export type { Placement } from "./runtime/placement.js";
export { vectorsHere } from "./runtime/processor.js";
export type {
  ClosableRuntime,
  Executable,
  Feeds,
  Results,
  Runtime,
  RuntimeOptions,
} from "./runtime/runtime.js";
export type { OrtWeb, WebDevice } from "./runtime/web.js";
export { webRuntime } from "./runtime/web.js";
export type { Dim, Shape } from "./shape.js";
export { sideBySide } from "./side-by-side/side-by-side.js";
export type { Emitter, Node, Op, Tensor, Tensors, TensorType } from "./tensor.js";
export { apply, applyOne, defineOp } from "./tensor.js";
export { Arena } from "./train/arena.js";
export { ArenaOptimizer } from "./train/arena-optimizer.js";
export type { EvaluateBatch, InverseHessian, LbfgsOptions, Minimum } from "./train/lbfgs.js";
export { minimizeTogether } from "./train/lbfgs.js";
export type { Evaluation } from "./train/line-search.js";
export type { LoopSpec, LoopState } from "./train/loop-trainer.js";
export { LoopTrainer } from "./train/loop-trainer.js";
export type { AdamOptions, Optimizer, SgdOptions, Update } from "./train/optimizer.js";
export { adam, adamW, sgd } from "./train/optimizer.js";
export type { Schedule } from "./train/schedule.js";
export { constantSchedule, cosineSchedule, linearSchedule, withWarmup } from "./train/schedule.js";
export type { Piece, Segment, SegmentSpec } from "./train/segment.js";
export type { GradientSpec, LossSpec } from "./train/step-gradients.js";
export { gradientProgram } from "./train/step-gradients.js";
export type { SegmentedStepSpec, StepReport, StepSpec } from "./train/step-trainer.js";
export { NotFiniteError, StepTrainer } from "./train/step-trainer.js";
export type {
  Chunk,
  StepContext,
  TrainingSpec,
  TrainingState,
} from "./train/training.js";
export { batchBounds, Trainer } from "./train/training.js";
export { nodesBelow } from "./walk.js";
