// What to do when a step does not fit in memory: a line that says which batch would.

import { freemem } from "node:os";

export interface StepSize {
  /** From 1. */
  readonly step: number;
  readonly examples: number;
  readonly accumulate: number;
  /** Of the largest part that ran at once, padding included. */
  readonly tokens: number;
  /** Of activations kept for the backward pass, about. */
  readonly bytesPerToken: number;
}

/** What ONNX Runtime and Node say where memory is refused. */
const refused =
  /bad_?alloc|allocat\w* (failed|memory)|failed to allocate|out of memory|not enough memory|OrtMemory|BFCArena/i;

/** One line for a step that failed for want of memory; undefined for an error of another kind. */
export function outOfMemory(error: unknown, size: StepSize, free = freemem()): string | undefined {
  if (!(error instanceof Error) || !refused.test(error.message)) return undefined;
  const { step, examples, accumulate, tokens, bytesPerToken } = size;
  const parts = partsThatFit(size, free);
  const fit = Math.floor(examples / parts);
  return (
    `step ${step} does not fit in memory: ${tokens} tokens at once take about ` +
    `${gigabytes(tokens * bytesPerToken)} and ` +
    `${gigabytes(free)} are free; ` +
    (parts > examples || accumulate >= examples
      ? 'set a smaller "maxTokens", or train fewer "blocks"'
      : `about ${fit} examples at a time would fit: set accumulate: ${parts}, or a smaller ` +
        "batchSize")
  );
}

/**
 * Parts of the batch whose activations take half of the free memory at most; more than there were.
 */
function partsThatFit({ accumulate, tokens, bytesPerToken }: StepSize, free: number): number {
  const needed = Math.ceil((tokens * accumulate * bytesPerToken) / (0.5 * free));
  return Math.max(needed, 2 * accumulate);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(2)} GB`;

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
