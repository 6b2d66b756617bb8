// A student by prompting: a language model chooses among label words, with or without labelled
// examples in its context. Nothing is trained. The examples carry the labels that a finetuned
// student would be trained on: a supervisor's for a student, ground truth for a ceiling or a
// supervisor.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray, type Runtime } from "@w2s/grad";
import { answerQuestions, type Model, type ScoringModel, type TokenQuestions } from "@w2s/models";
import { mostProbable } from "../../labels/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import { chooseShots } from "../shared/shots.js";
import { labelTokens, promptIds, type Shot } from "./context.js";
import type { PromptRecipe } from "./recipe.js";

export interface PromptData {
  readonly model: ScoringModel & Pick<Model, "tokenizer">;
  readonly shape: ChoiceShape;
  /** K, at least 2. */
  readonly options: number;
  /** What the options are called, [K]. */
  readonly optionNames: readonly string[];
  /** Every text; for a comparison K an example, next to each other. */
  readonly texts: readonly string[];
  /** Rows that shots are drawn from. */
  readonly train: Int32Array;
  /** Label probabilities of those rows, `[train, options]`. */
  readonly labels: NdArray<"float32">;
  /** Rows whose probabilities are wanted. */
  readonly predict: Int32Array;
  /** Most tokens of a prompt, examples included; default: the model's context. */
  readonly maxTokens?: number | undefined;
}

export interface PromptRun {
  readonly runtime: Runtime;
  /** Decides which examples are shots, and their order. */
  readonly seed: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of texts done. */
  readonly onProgress?: (texts: number) => void;
}

/** What a prompted model says of the rows that were asked about. */
export interface PromptPredictions {
  /** `[predict, options]`. */
  readonly probabilities: NdArray<"float32">;
  /** Rows of the shots, in the order in which they stand. */
  readonly shots: Int32Array;
  /** How many texts were cut to fit the context. */
  readonly cut: number;
}

/** Texts that say nothing, of Zhao et al. 2021. */
const contentFree = ["N/A", "[MASK]", ""];

/**
 * Asks for the label of every row.
 * @throws InputError for an encoder, label words that do not fit the task or the model, too few
 * examples for the shots, and a context that is too small; the signal's reason when aborted
 */
export async function promptStudent(
  data: PromptData,
  recipe: PromptRecipe,
  run: PromptRun,
): Promise<PromptPredictions> {
  const { model, shape, options, predict, texts } = data;
  const tokenizer = model.tokenizer(data.maxTokens);
  const words = wordsOf(data, recipe);
  const targets = Int32Array.from(labelTokens(recipe, words, tokenizer, model.name));
  const shotRows = chooseShots(data, recipe.shots, run.seed);
  const shots = shotRows.map((row, i) => shotOf(data, words, row, i));
  const perExample = shape === "compare" ? options : 1;
  const asked = Array.from(predict).flatMap((row) =>
    texts.slice(row * perExample, (row + 1) * perExample),
  );
  const calibrating = recipe.calibration === "content-free" && shape === "classify";
  const prompts = [...(calibrating ? contentFree : []), ...asked].map((text) =>
    promptIds(recipe, shots, text, tokenizer),
  );
  const questions = prompts.map(
    ({ ids }): TokenQuestions => ({
      ids,
      after: new Int32Array(targets.length).fill(ids.length),
      targets,
    }),
  );
  const logs = await answerQuestions(model, questions, run);
  const said = logs.slice(logs.length - asked.length);
  const prior = calibrating ? meanProbabilities(logs.slice(0, contentFree.length)) : null;
  const probabilities = Float32Array.from(
    shape === "compare"
      ? Array.from(predict).flatMap((_, i) =>
          comparison(said.slice(i * options, (i + 1) * options)),
        )
      : said.flatMap((row) => softmax(row, prior)),
  );
  return {
    probabilities: ndarray(probabilities, [predict.length, options]),
    shots: Int32Array.from(shotRows),
    cut: prompts.filter(({ cut }) => cut).length,
  };
}

function wordsOf(
  { shape, options, optionNames }: PromptData,
  { labelWords }: PromptRecipe,
): readonly string[] {
  const words = labelWords ?? (shape === "compare" ? ["no", "yes"] : optionNames);
  const wanted = shape === "compare" ? 2 : options;
  if (words.length === wanted) return words;
  const why =
    shape === "compare" ? "wrong and right, for texts that are compared" : "one an option";
  throw new InputError(`prompt: "labelWords" must be ${wanted}, ${why}, got ${words.length}`);
}

/**
 * A comparison shows one text of the example: by turns one that is not chosen by its label, and the
 * one that is.
 */
function shotOf(
  { shape, texts, train, labels, options }: PromptData,
  words: readonly string[],
  row: number,
  at: number,
): Shot {
  const label = mostProbable(labels.data, train.indexOf(row), options);
  if (shape === "classify") return { text: texts[row]!, word: words[label]! };
  const right = at % 2;
  const option = right ? label : (label + 1) % options;
  return { text: texts[row * options + option]!, word: words[right]! };
}

/** A text's log-odds of the right word are its score. */
function comparison(rows: readonly Float32Array[]): number[] {
  return softmax(
    Float32Array.from(rows, ([wrong, right]) => right! - wrong!),
    null,
  );
}

/** Probabilities of the words among themselves, each divided by its prior where there is one. */
function softmax(logs: Float32Array, prior: readonly number[] | null): number[] {
  const corrected = Array.from(logs, (log, k) => log - (prior ? Math.log(prior[k]!) : 0));
  const peak = Math.max(...corrected);
  const weights = corrected.map((log) => Math.exp(log - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function meanProbabilities(rows: readonly Float32Array[]): number[] {
  const all = rows.map((row) => softmax(row, null));
  return all[0]!.map((_, k) => all.reduce((sum, row) => sum + row[k]!, 0) / all.length);
}
