// What a model of the world can do without any training on a task: how often it knows the answers
// to questions that no text showed it.

import { compile, input, type NdArray, ndarray, type Program, type Runtime } from "@w2s/grad";
import {
  type Architecture,
  batchesByLength,
  poolTokens,
  tokenBatch,
  weightInputs,
} from "@w2s/models";
import { vocabulary, type WorldTaskName, worldRows } from "../world/index.js";
import { beginning, idsOf } from "./batches.js";

/** Right answers, of so many. */
export interface Score {
  readonly right: number;
  readonly asked: number;
}

export interface TaskScore extends Score {
  readonly task: WorldTaskName;
  /** By difficulty, from 1. */
  readonly byDifficulty: ReadonlyMap<number, Score>;
}

/** A row as a model is asked: texts, and whether it knew, from the logits after each. */
interface Question {
  readonly texts: readonly string[];
  readonly difficulty: number;
  isRight(logits: readonly Float32Array[]): boolean;
}

/**
 * Asks tasks without any training on them. A text with a label: is "yes" likelier than "no" to
 * follow it, "true" than "false", "refuse" than all else. Choices and pairs: does "true" follow the
 * right one more surely than any other. Classes are even, so chance is one half; in `quiz` it is
 * one of the number of choices.
 */
export async function taskScores(
  model: {
    readonly architecture: Architecture;
    readonly weights: Readonly<Record<string, NdArray>>;
  },
  tasks: readonly WorldTaskName[],
  {
    seed,
    examples,
    runtime,
  }: { readonly seed: number; readonly examples: number; readonly runtime: Runtime },
): Promise<TaskScore[]> {
  const executable = await runtime.load(logitsProgram(model.architecture));
  const scores: TaskScore[] = [];
  const next = async (texts: readonly Int32Array[]): Promise<Float32Array[]> => {
    const found = new Array<Float32Array>(texts.length);
    for (const { rows, length } of batchesByLength(texts.map((text) => text.length))) {
      const ids = new Int32Array(rows.length * length);
      rows.forEach((row, i) => {
        ids.set(texts[row]!, i * length);
      });
      const { logits } = await executable.run({
        ...model.weights,
        ids: ndarray(ids, [rows.length, length]),
        lengths: ndarray(
          Int32Array.from(rows, (row) => texts[row]!.length),
          [rows.length],
        ),
      });
      rows.forEach((row, i) => {
        const [start, end] = [i, i + 1].map((at) => at * vocabulary.length);
        found[row] = (logits!.data as Float32Array).slice(start, end);
      });
    }
    return found;
  };
  try {
    for (const task of tasks) {
      const questions = questionsOf(task, seed, examples);
      const texts = questions.flatMap((question) => question.texts);
      const logits = await next(texts.map((text) => Int32Array.of(beginning, ...idsOf(text))));
      let from = 0;
      const right = questions.map((question) => {
        from += question.texts.length;
        return question.isRight(logits.slice(from - question.texts.length, from));
      });
      scores.push(scoreOf(task, questions, right));
    }
  } finally {
    await executable.release();
  }
  return scores;
}

/** Several models in one process are asked the same: its rows are drawn once. */
const drawn = new Map<string, readonly Question[]>();

function questionsOf(task: WorldTaskName, seed: number, examples: number): readonly Question[] {
  const key = [task, seed, examples].join();
  const questions =
    drawn.get(key) ?? [...worldRows(task, { seed, examples })].map((row) => questionOf(row));
  drawn.set(key, questions);
  return questions;
}

function questionOf(row: object): Question {
  const fields = row as { readonly difficulty: number } & (
    | { readonly text: string; readonly label: string }
    | { readonly question: string; readonly choices: readonly string[]; readonly answer: string }
    | { readonly chosen: string; readonly rejected: string }
  );
  const { difficulty } = fields;
  if ("text" in fields) {
    const { text, label } = fields;
    return { texts: [text], difficulty, isRight: ([logits]) => answers(logits!, label) };
  }
  const texts =
    "chosen" in fields
      ? [fields.chosen, fields.rejected]
      : fields.choices.map((choice) => `${fields.question} ${choice}`);
  const right = "chosen" in fields ? 0 : fields.choices.indexOf(fields.answer);
  const isRight = (logits: readonly Float32Array[]) => {
    const sure = logits.map((own) => at(own, "true") - at(own, "false"));
    return sure.every((other, choice) => choice === right || other < sure[right]!);
  };
  return { texts, difficulty, isRight };
}

/** The words between which a model chooses; null: anything but the other one. */
const options: readonly (readonly [no: string | null, yes: string])[] = [
  ["no", "yes"],
  ["false", "true"],
  [null, "refuse"],
];

const at = (logits: Float32Array, word: string): number => logits[vocabulary.indexOf(word)]!;

function answers(logits: Float32Array, label: string): boolean {
  const [no, yes] = options.find((words) => words.includes(label)) ?? options[2]!;
  const others =
    no === null ? logOfSum(logits.filter((_, id) => vocabulary[id] !== yes)) : at(logits, no);
  return at(logits, yes) > others === (label === yes);
}

function logOfSum(logits: Float32Array): number {
  const peak = Math.max(...logits);
  return peak + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - peak), 0));
}

function scoreOf(
  task: WorldTaskName,
  questions: readonly Question[],
  right: readonly boolean[],
): TaskScore {
  const byDifficulty = new Map<number, Score>();
  questions.forEach(({ difficulty }, i) => {
    const before = byDifficulty.get(difficulty) ?? { right: 0, asked: 0 };
    byDifficulty.set(difficulty, {
      right: before.right + Number(right[i]),
      asked: before.asked + 1,
    });
  });
  const sorted = new Map([...byDifficulty].sort(([a], [b]) => a - b));
  return {
    task,
    right: right.filter(Boolean).length,
    asked: questions.length,
    byDifficulty: sorted,
  };
}

/** The next token's logits after each text, `[batch, words]`. */
function logitsProgram(architecture: Architecture): Program {
  const signature = {
    ...weightInputs(architecture.parameters(architecture.layers)),
    ids: input("int32", ["batch", "seq"]),
    lengths: input("int32", ["batch"]),
  };
  return compile(signature, (tensors) => {
    const weights = (name: string) => (tensors as Record<string, (typeof tensors)["ids"]>)[name]!;
    const batch = tokenBatch(tensors.ids, tensors.lengths);
    const states = architecture.hiddenStates(batch, weights, architecture.layers);
    return { logits: architecture.head!.run(poolTokens(states.at(-1)!, batch, "last"), weights) };
  });
}
