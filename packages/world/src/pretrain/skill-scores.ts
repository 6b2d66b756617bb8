// What a model of the world can do: how often it knows the answers to questions that no text showed
// it.

import { compile, input, type NdArray, ndarray, type Program, type Runtime } from "@w2s/grad";
import {
  type Architecture,
  batchesByLength,
  poolTokens,
  tokenBatch,
  weightInputs,
} from "@w2s/models";
import {
  type SkillName,
  skillNames,
  vocabulary,
  type WorldTaskName,
  worldRows,
} from "../world/index.js";
import { beginning, idsOf } from "./batches.js";

/** Right answers, of so many. */
export interface Score {
  readonly right: number;
  readonly asked: number;
}

export interface SkillScore extends Score {
  readonly skill: SkillName;
  /** By difficulty, from 1. */
  readonly byDifficulty: ReadonlyMap<number, Score>;
}

interface Question {
  readonly ids: Int32Array;
  readonly difficulty: number;
  readonly label: string;
}

/** The words between which a model chooses; null: anything but the other one. */
const options: readonly (readonly [no: string | null, yes: string])[] = [
  ["no", "yes"],
  ["false", "true"],
  [null, "refuse"],
];

/**
 * Asks each skill's task, without any training on it: is "yes" likelier than "no" to follow the
 * question, or "true" than "false" to follow the answer; for `rule`, is "refuse" likelier than all
 * else. Half of the answers are yes, so chance is one half.
 */
export async function skillScores(
  model: {
    readonly architecture: Architecture;
    readonly weights: Readonly<Record<string, NdArray>>;
  },
  {
    seed,
    examples,
    runtime,
  }: { readonly seed: number; readonly examples: number; readonly runtime: Runtime },
): Promise<SkillScore[]> {
  const executable = await runtime.load(logitsProgram(model.architecture));
  const scores: SkillScore[] = [];
  try {
    for (const skill of skillNames) {
      const asked = questionsOf(skill, seed, examples);
      const right = new Array<boolean>(asked.length);
      for (const { rows, length } of batchesByLength(asked.map(({ ids }) => ids.length))) {
        const ids = new Int32Array(rows.length * length);
        const lengths = Int32Array.from(rows, (row) => asked[row]!.ids.length);
        rows.forEach((row, i) => {
          ids.set(asked[row]!.ids, i * length);
        });
        const { logits } = await executable.run({
          ...model.weights,
          ids: ndarray(ids, [rows.length, length]),
          lengths: ndarray(lengths, [rows.length]),
        });
        rows.forEach((row, i) => {
          const own = (logits!.data as Float32Array).subarray(
            i * vocabulary.length,
            (i + 1) * vocabulary.length,
          );
          right[row] = isRight(own, asked[row]!.label);
        });
      }
      scores.push(scoreOf(skill, asked, right));
    }
  } finally {
    await executable.release();
  }
  return scores;
}

function questionsOf(skill: SkillName, seed: number, examples: number): Question[] {
  const task: WorldTaskName = skill === "rule" ? "safety" : skill;
  return [...worldRows(task, { seed, examples })].map((row) => {
    const { text, label, difficulty } = row as { text: string; label: string; difficulty: number };
    return { ids: Int32Array.of(beginning, ...idsOf(text)), difficulty, label };
  });
}

function isRight(logits: Float32Array, label: string): boolean {
  const at = (word: string): number => logits[vocabulary.indexOf(word)]!;
  const [no, yes] = options.find((words) => words.includes(label)) ?? options[2]!;
  const others = no === null ? logOfSum(logits.filter((_, id) => vocabulary[id] !== yes)) : at(no);
  return at(yes) > others === (label === yes);
}

function logOfSum(logits: Float32Array): number {
  const peak = Math.max(...logits);
  return peak + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - peak), 0));
}

function scoreOf(
  skill: SkillName,
  asked: readonly Question[],
  right: readonly boolean[],
): SkillScore {
  const byDifficulty = new Map<number, Score>();
  asked.forEach(({ difficulty }, i) => {
    const before = byDifficulty.get(difficulty) ?? { right: 0, asked: 0 };
    byDifficulty.set(difficulty, {
      right: before.right + Number(right[i]),
      asked: before.asked + 1,
    });
  });
  const sorted = new Map([...byDifficulty].sort(([a], [b]) => a - b));
  return { skill, right: right.filter(Boolean).length, asked: asked.length, byDifficulty: sorted };
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
