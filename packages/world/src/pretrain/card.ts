// The model card: what a model read, what it cost, what it can do. card.json for programs,
// README.md for people.

import {
  type Mixture,
  type Practice,
  type SkillName,
  skillNames,
  type WorldTaskName,
} from "../world/index.js";
import type { PretrainRecipe } from "./recipe.js";
import { scoreInterval } from "./score-interval.js";
import type { Score, TaskScore } from "./task-scores.js";

/** What is known of a pretrained model of the world: sizes, what it read, what it cost. */
export interface ModelCard {
  readonly name: string;
  readonly parameters: number;
  /** Seeds of the first weights and of the text. */
  readonly seed: number;
  readonly worldSeed: number;
  /** What the text was made of. */
  readonly mixture: Mixture;
  readonly sentences: number;
  readonly tokens: number;
  readonly steps: number;
  /** Floating-point operations of pretraining by the usual count: 6 x parameters x tokens. */
  readonly flop: number;
  readonly seconds: number;
  /** Where it was trained: runtime and processor. */
  readonly machine: string;
  /**
   * Nats an answer's token: the means of batches, each counted by its sentences, over
   * `curveSentences` sentences at a time.
   */
  readonly curve: readonly number[];
  readonly curveSentences: number;
  readonly skills: readonly {
    readonly skill: string;
    readonly practised: "yes" | "no" | "shuffled";
    readonly right: number;
    readonly asked: number;
    readonly byDifficulty: readonly ({ readonly difficulty: number } & Score)[];
  }[];
  /** Every task of the world, without any training on it. */
  readonly tasks: readonly ({ readonly task: string } & Score)[];
}

/** The task that asks a skill as pretraining did. */
const askedAs = (skill: SkillName): WorldTaskName => (skill === "rule" ? "safety" : skill);

/** What `skills` and `tasks` of a card are, from the scores of every task. */
export function cardScores(
  recipe: PretrainRecipe,
  scores: readonly TaskScore[],
): Pick<ModelCard, "skills" | "tasks"> {
  const skills = skillNames.map((skill) => {
    const { right, asked, byDifficulty } = scores.find(({ task }) => task === askedAs(skill))!;
    const practice = recipe.mixture.skills[skill];
    return {
      skill,
      practised: practice === undefined ? "no" : practice.shuffled ? "shuffled" : "yes",
      right,
      asked,
      byDifficulty: [...byDifficulty].map(([difficulty, score]) => ({ difficulty, ...score })),
    } as const;
  });
  const tasks = scores.map(({ task, right, asked }) => ({ task, right, asked }));
  return { skills, tasks };
}

/** The card as Markdown: a README.md as the Hugging Face hub shows it. */
export function cardReadme(card: ModelCard, recipe: PretrainRecipe): string {
  const { width, layers, heads, feedForward, batchSize, learningRate, schedule, warmup } = recipe;
  return `---
library_name: transformers
license: mit
tags: [llama, w2s, weak-to-strong]
---

# ${card.name}

A language model of the w2s world, pretrained from nothing by \`w2s pretrain\`. It knows no language but the world's, and no
fact at all; it is made for experiments in weak-to-strong generalization, where everything that a model read must be known.

| | |
| --- | --- |
| architecture | Llama: ${layers} ${layers === 1 ? "layer" : "layers"}, width ${width}, ${heads} ${heads === 1 ? "head" : "heads"}, feed-forward ${feedForward}, tied embeddings |
| parameters | ${count(card.parameters)} |
| seeds | ${card.seed} of the first weights, ${card.worldSeed} of the text |
| mixture | ${mixtureWords(card.mixture)} |
| read | ${count(card.sentences)} sentences, ${count(card.tokens)} tokens, each once |
| compute | ${card.flop.toExponential(2)} FLOP, counted as 6 x parameters x tokens |
| training | ${count(card.steps)} steps of at most ${batchSize} sentences, Adam at ${learningRate}, ${schedule} schedule, warm-up ${warmup}; the loss counts answers alone |
| time | ${card.seconds.toFixed(0)} s on ${card.machine}, other work beside it |

Made by:

    w2s pretrain DIR --recipe recipe.json

## Loss

Nats an answer's token, over the sentences since the line before:

| sentences | loss |
| --- | --- |
${curveRows(card).join("\n")}

## Accuracy

On questions that no text shows, without any training on the task: whether "yes" is likelier than "no" to follow the question,
"true" than "false" to follow question and answer, for \`rule\` "refuse" than all else. Half of the answers are yes, true, refuse:
chance is .5. In brackets the 95% interval (Wilson); a star marks what is above chance. Columns to the right: by difficulty.

| skill | practised | accuracy | ${difficulties(card).join(" | ")} |
| --- | --- | --- | ${difficulties(card)
    .map(() => "---")
    .join(" | ")} |
${skillRows(card).join("\n")}

## Every task

As above, without any training on the task; of choices and pairs, whether "true" follows the right one more surely than the
others. Chance is .5, in \`quiz\` less. What a model has here it brings along: where it is high, a student that answers with
these words recovers nothing, it only keeps it.

| task | accuracy |
| --- | --- |
${card.tasks.map(({ task, ...score }) => `| ${task} | ${accuracyOf(score)} |`).join("\n")}
`;
}

function mixtureWords({ skills, forms, parts }: Mixture): string {
  const names = (is: (practice: Practice | undefined) => boolean) =>
    skillNames.filter((name) => is(skills[name]));
  const shares = new Set(skillNames.flatMap((name) => skills[name]?.asked ?? []));
  const grades = [...shares].filter((share) => share < 1);
  const stated = grades.map((share) => {
    const asked = names((practice) => practice?.asked === share).join(", ");
    return `asked in ${share} of their sentences, else stated: ${asked}`;
  });
  const absent = names((practice) => practice === undefined);
  const shuffled = names((practice) => practice?.shuffled === true);
  return [
    `parts ${parts}`,
    `forms ${Object.entries(forms)
      .map(([form, weight]) => `${form} ${weight}`)
      .join(", ")}`,
    ...stated,
    ...(absent.length > 0 ? [`left out: ${absent.join(", ")}`] : []),
    ...(shuffled.length > 0 ? [`with shuffled answers: ${shuffled.join(", ")}`] : []),
  ].join("; ");
}

const mostCurveRows = 12;

function curveRows({ curve, curveSentences, sentences }: ModelCard): string[] {
  const group = Math.ceil(curve.length / mostCurveRows);
  return Array.from({ length: Math.ceil(curve.length / group) }, (_, row) => {
    const part = curve.slice(row * group, (row + 1) * group);
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    const end = Math.min(sentences, (row * group + part.length) * curveSentences);
    return `| ${count(end)} | ${mean.toFixed(4)} |`;
  });
}

function difficulties({ skills }: ModelCard): number[] {
  const hardest = Math.max(
    ...skills.flatMap((skill) => skill.byDifficulty.map(({ difficulty }) => difficulty)),
  );
  return Array.from({ length: hardest }, (_, i) => i + 1);
}

function skillRows(card: ModelCard): string[] {
  return card.skills.map(({ skill, practised, right, asked, byDifficulty }) => {
    const levels = difficulties(card).map((difficulty) => {
      const score = byDifficulty.find((one) => one.difficulty === difficulty);
      return score ? share(score.right / score.asked) : "";
    });
    return `| ${skill} | ${practised} | ${accuracyOf({ right, asked })} | ${levels.join(" | ")} |`;
  });
}

/** .573* [.542, .603] */
function accuracyOf({ right, asked }: Score): string {
  const [low, high] = scoreInterval(right, asked);
  return `${share(right / asked)}${low > 0.5 ? "*" : ""} [${share(low)}, ${share(high)}]`;
}

/** .507, 1.00 */
function share(value: number): string {
  return value.toFixed(value >= 0.9995 ? 2 : 3).replace(/^0/, "");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
