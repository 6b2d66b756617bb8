// What a step's activations take, about; and what to do when they do not fit in memory: a line that
// says which batch would.

import { freemem } from "node:os";
import { lengthBuckets } from "@w2s/models";

export interface StepSize {
  /** From 1. */
  readonly step: number;
  readonly examples: number;
  /** Parts that they were worked through in. */
  readonly parts: number;
  /** Of the largest part. */
  readonly tokens: number;
  /** Of its activations kept for the backward pass, about. */
  readonly bytes: number;
  /** What the recipe gives a part; undefined: it counts parts. */
  readonly memory?: string | undefined;
}

/** What ONNX Runtime and Node say where memory is refused. */
const refused =
  /bad_?alloc|allocat\w* (failed|memory)|failed to allocate|out of memory|not enough memory|OrtMemory|BFCArena/i;

/** One line for a step that failed for want of memory; undefined for an error of another kind. */
export function outOfMemory(error: unknown, size: StepSize, free = freemem()): string | undefined {
  if (!(error instanceof Error) || !refused.test(error.message)) return undefined;
  const { step, tokens, bytes } = size;
  return (
    `step ${step} does not fit in memory: ${tokens} tokens at once take about ` +
    `${gigabytes(bytes)} and ${gigabytes(free)} are free; ${adviceFor(size, free)}`
  );
}

function adviceFor(size: StepSize, free: number): string {
  const { examples, memory } = size;
  const parts = partsThatFit(size, free);
  if (parts > examples || size.parts >= examples)
    return 'set a smaller "maxTokens", or train fewer "blocks"';
  if (memory !== undefined) return `give "accumulate" a smaller memory than ${memory}`;
  const fit = Math.floor(examples / parts);
  return (
    `about ${fit} examples at a time would fit: set accumulate: ${parts}, or a smaller ` +
    "batchSize"
  );
}

/**
 * Parts of the batch whose activations take half of the free memory at most; more than there were.
 */
function partsThatFit({ parts, bytes }: StepSize, free: number): number {
  return Math.max(Math.ceil((bytes * parts) / (0.5 * free)), 2 * parts);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(2)} GB`;

/**
 * Bytes of a packed batch's activations, about: attention runs in so many groups of texts of nearly
 * equal length, each of them filled up to its longest.
 * @param lengths tokens of each text
 * @param bytesPerToken of texts of `seq` tokens: `activationBytes`
 */
export function packedActivationBytes(
  lengths: readonly number[],
  buckets: number,
  bytesPerToken: (seq: number) => number,
): number {
  return lengthBuckets(lengths, buckets).reduce(
    (sum, { texts, length }) => sum + texts.length * length * bytesPerToken(length),
    0,
  );
}

/**
 * Bytes of activations for each token of a training step, about: in each block the linear layers'
 * inputs and outputs, and the attention scores of texts of `seq` tokens, each kept once and as a
 * gradient.
 */
export function activationBytes(
  config: {
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly heads: number;
  },
  trainedBlocks: number,
  seq: number,
): number {
  const { hiddenSize, intermediateSize, heads } = config;
  const perBlock = 14 * hiddenSize + 4 * intermediateSize + 4 * heads * seq;
  return 4 * perBlock * (trainedBlocks + 1);
}
