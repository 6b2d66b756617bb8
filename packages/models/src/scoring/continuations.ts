// What a decoder says could follow a prompt. Nothing is trained.

import { InputError } from "@w2s/base";
import type { Model } from "../model.js";
import {
  answerQuestions,
  headOfDecoder,
  piecesOf,
  type ScoreOptions,
  type ScoringModel,
  type TokenQuestions,
} from "./questions.js";

/** A text, and what could follow it. */
export interface Prompt {
  readonly text: string;
  /** Each at least one token, with the blank before it: " good". */
  readonly continuations: readonly string[];
}

/**
 * The log-probability (nats) of every token of every continuation, given the prompt and the
 * continuation's earlier tokens: `[prompt][continuation]`, one number a token; their sum is the
 * continuation's. A continuation's tokens are those that it has in the whole text.
 * @throws InputError for an encoder, a prompt or continuation without tokens, or more tokens than
 * the context holds
 */
export async function scoreContinuations(
  model: ScoringModel & Pick<Model, "tokenizer">,
  prompts: readonly Prompt[],
  options: ScoreOptions,
): Promise<Float32Array[][]> {
  headOfDecoder(model);
  const { start, continued, maxLength } = model.tokenizer();
  const asked = prompts.map(({ text, continuations }, i) =>
    continuations.map((continuation) => {
      const ids = continued(text, continuation);
      const prompt = [...start, ...ids.text];
      return continuationQuestions(prompt, ids.continuation, `score: prompt ${i + 1}`, maxLength);
    }),
  );
  const { unique, places } = shareTexts(asked.flat());
  const answers = await answerQuestions(model, unique, options);
  const flat = places.map(({ text, from, to }) => answers[text]!.slice(from, to));
  return piecesOf(
    flat,
    asked.map(({ length }) => length),
  );
}

function continuationQuestions(
  prompt: readonly number[],
  continuation: Int32Array,
  label: string,
  maxLength: number,
): TokenQuestions {
  if (prompt.length === 0)
    throw new InputError(`${label}: has no token for a continuation to follow`);
  if (continuation.length === 0) throw new InputError(`${label}: a continuation has no token`);
  const ids = Int32Array.from([...prompt, ...continuation.subarray(0, -1)]);
  if (ids.length > maxLength) {
    throw new InputError(
      `${label}: with its continuation it has ${ids.length + 1} tokens, the model reads ` +
        `${maxLength}; shorten it`,
    );
  }
  const after = Int32Array.from(continuation, (_, i) => prompt.length + i);
  return { ids, after, targets: continuation };
}

/**
 * Questions about the same tokens are asked in one pass: one-token continuations of a prompt cost
 * what one costs.
 */
function shareTexts(questions: readonly TokenQuestions[]) {
  const shared = new Map<string, { at: number; all: TokenQuestions[]; count: number }>();
  const places = questions.map((question) => {
    const key = question.ids.join();
    const entry = shared.get(key) ?? { at: shared.size, all: [], count: 0 };
    shared.set(key, entry);
    entry.all.push(question);
    entry.count += question.targets.length;
    return { text: entry.at, from: entry.count - question.targets.length, to: entry.count };
  });
  const unique = [...shared.values()].map(({ all }) => ({
    ids: all[0]!.ids,
    after: Int32Array.from(all.flatMap(({ after }) => [...after])),
    targets: Int32Array.from(all.flatMap(({ targets }) => [...targets])),
  }));
  return { unique, places };
}
