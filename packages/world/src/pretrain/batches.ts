// From sentences to batches: equal lengths together, so that nothing is padded; random otherwise.

import { random } from "@w2s/lab";
import { type Mixture, sentenceAt, vocabulary } from "../world/index.js";

const idOf = new Map(vocabulary.map((word, id) => [word, id]));
export const beginning = idOf.get("<bos>")!;

/** A sentence as token ids: `<bos>`, the prompt, the answer; how many of them are the answer's. */
export interface Example {
  readonly ids: readonly number[];
  readonly answer: number;
}

/** One batch: sentences of one length. */
export interface Step {
  readonly sentences: number;
  /** Tokens of each that are read: all but the last. */
  readonly length: number;
  /** Tokens of each answer. */
  readonly answer: number;
  /** Where its first token and its first answer stand in the batches' arrays. */
  readonly token: number;
  readonly target: number;
}

/** Batches laid end to end. */
export interface Batches {
  readonly steps: readonly Step[];
  /** Sentences without their last token. */
  readonly tokens: Int32Array;
  readonly answers: Int32Array;
}

/** The tokenizer's ids, without `<eos>`. */
export function idsOf(text: string): number[] {
  const ids: number[] = [];
  for (const word of text.split(" ")) {
    const id = idOf.get(word);
    if (id !== undefined) ids.push(id);
    else for (const mark of word) ids.push(idOf.get(mark)!);
  }
  return ids;
}

export function exampleAt(mixture: Mixture, seed: number, index: number): Example {
  const { prompt, answer } = sentenceAt(mixture, seed, index);
  const end = idsOf(answer);
  return { ids: [beginning, ...idsOf(prompt), ...end], answer: end.length };
}

/**
 * The batches of sentences `from` to `to` (exclusive): those of one length and length of answer
 * together, in as few batches of at most `batchSize` as there can be, of nearly equal size; the
 * order of batches is random. They depend on nothing else.
 */
export function drawBatches(
  mixture: Mixture,
  seed: number,
  from: number,
  to: number,
  batchSize: number,
): Batches {
  const groups = new Map<number, Example[]>();
  for (let index = from; index < to; index += 1) {
    const example = exampleAt(mixture, seed, index);
    const key = example.ids.length * 64 + example.answer;
    const group = groups.get(key);
    if (group) group.push(example);
    else groups.set(key, [example]);
  }
  const batches = [...groups.values()].flatMap((group) => {
    const count = Math.ceil(group.length / batchSize);
    const cut = (i: number) => Math.round((i * group.length) / count);
    return Array.from({ length: count }, (_, i) => group.slice(cut(i), cut(i + 1)));
  });
  return laidOut(random(seed, `pretrain/batches/${from}`).shuffle(batches));
}

function laidOut(batches: readonly (readonly Example[])[]): Batches {
  let [token, target] = [0, 0];
  const steps = batches.map((batch) => {
    const { ids, answer } = batch[0]!;
    const step = { sentences: batch.length, length: ids.length - 1, answer, token, target };
    token += step.sentences * step.length;
    target += step.sentences * answer;
    return step;
  });
  const tokens = new Int32Array(token);
  const answers = new Int32Array(target);
  steps.forEach(({ length, answer, ...start }, i) => {
    batches[i]!.forEach(({ ids }, row) => {
      for (let at = 0; at < length; at += 1) tokens[start.token + row * length + at] = ids[at]!;
      for (let at = 0; at < answer; at += 1)
        answers[start.target + row * answer + at] = ids[length + 1 - answer + at]!;
    });
  });
  return { steps, tokens, answers };
}
