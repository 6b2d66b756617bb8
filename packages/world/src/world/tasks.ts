// The world's tasks by name: rows drawn from a seed, read by the lab like any other data.

import { didYouMean, InputError } from "@w2s/base";
import { random, rows, type Task } from "@w2s/lab";
import { halvedSkills } from "./parts/halves.js";
import { type PartedSkill, partedSkills } from "./parts/index.js";
import { sharedSkills } from "./posed.js";
import { questions } from "./questions.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";
import { inHalves } from "./taken-apart.js";
import {
  COMMON,
  part,
  preference,
  quiz,
  refusal,
  said,
  shared,
  type TaskKind,
  truth,
  verdict,
} from "./task-kinds.js";

/**
 * Tasks that the world gives: truth of one skill, five that cross them, the parts of one skill, its
 * answers in words, and four that pose the same problems.
 */
export type WorldTaskName =
  | Exclude<SkillName, "rule">
  | "safety"
  | "honesty"
  | "quiz"
  | "preference"
  | "harmless"
  | `${PartedSkill}-parts`
  | `${SpokenSkill}-answers`
  | keyof ReturnType<typeof shared>;

/** Skills whose answers are said as they are. */
type SpokenSkill = "add" | "majority" | "maximum" | "instruction" | "outsider";

/** Which rows a task of the world has. */
export interface WorldTaskOptions {
  /** Which rows are drawn; default 0. */
  readonly seed?: number;
  /** Rows: statements, questions or pairs; 2 or more; default 2000. */
  readonly examples?: number;
  /**
   * Easiest and hardest difficulty, each between them equally often while its questions last;
   * default: all.
   */
  readonly difficulty?: readonly [easiest: number, hardest: number];
  /**
   * Whether problems come apart in halves, these in halves, and so on, in place of their parts: of
   * `sorted`, `palindrome`, `containment` and `parity`; default false.
   */
  readonly halves?: boolean;
}

const plainSkills = skillNames.filter((name) => name !== "rule");

const perSkill = Object.fromEntries(
  plainSkills.map((name) => {
    const { asks, yesNo } = skills[name];
    return [name, yesNo ? verdict(asks, name) : truth(`is the answer right: ${asks}`, [name])];
  }),
) as { [Name in Exclude<SkillName, "rule">]: TaskKind };

/** Skills whose answers are more than yes or no. */
const spoken = plainSkills.filter((name) => !skills[name].yesNo) as SpokenSkill[];

const perAnswer = Object.fromEntries(
  spoken.map((name) => [`${name}-answers`, said(skills[name].asks, name)]),
) as { [Name in SpokenSkill as `${Name}-answers`]: TaskKind };

const perPart = Object.fromEntries(partedSkills.map((name) => [`${name}-parts`, part(name)])) as {
  [Name in PartedSkill as `${Name}-parts`]: TaskKind;
};

// The statements of honesty and preference are of skills whose sentences are short.
const statedSkills = plainSkills.filter((name) => name !== "programs");

/** A kind for every task. */
export const taskKinds: { readonly [Name in WorldTaskName]: TaskKind } = Object.freeze({
  ...perSkill,
  safety: refusal,
  honesty: truth("is the statement true, whatever it is about", statedSkills),
  quiz,
  preference: preference(
    "which of two answers is the right one, whatever it is about",
    statedSkills,
  ),
  harmless: preference("answer or refusal: which does the rule ask for", ["rule"]),
  ...perAnswer,
  ...perPart,
  ...shared(sharedSkills),
});

/** All of the world's tasks, in the order of the docs. */
export const worldTaskNames: readonly WorldTaskName[] = Object.freeze(
  Object.keys(taskKinds) as WorldTaskName[],
);

/** Those whose answer is a choice: all but the answers in words. */
export const choiceTaskNames: readonly WorldTaskName[] = Object.freeze(
  worldTaskNames.filter((name) => !Object.hasOwn(perAnswer, name)),
);

/**
 * A task of the world, drawn in memory: half of each class at every size (where it has classes),
 * every question held out from pretraining and asked once. Each example keeps its `skill` and
 * `difficulty` as facts.
 * @throws InputError for an unknown name (with the near miss), a wrong number of examples,
 * difficulties that no skill of the task has; reading it throws InputError when the world has too
 * few questions
 */
export function worldTask(name: WorldTaskName, options: WorldTaskOptions = {}): Task {
  checkTask(name, options);
  if (options.halves) checkHalves(name);
  return taskKinds[name].task(
    rows(name, () => worldRows(name, options)),
    { name, ...COMMON, ...(options.halves && { parts: inHalves }) },
  );
}

function checkHalves(name: WorldTaskName): void {
  if (halvedSkills.some((skill) => skill === name)) return;
  throw new InputError(
    `world task "${name}": its problems do not come in halves; those of ` +
      `${halvedSkills.slice(0, -1).join(", ")} and ${halvedSkills.at(-1)} do`,
  );
}

/** The rows of a task, as its JSONL file holds them. @throws InputError as `worldTask` */
export function* worldRows(name: WorldTaskName, options: WorldTaskOptions = {}): Generator<object> {
  checkTask(name, options);
  const { seed = 0, examples = 2000, difficulty = [1, HARDEST] } = options;
  const kind = taskKinds[name];
  const { problems: drawn = name } = kind;
  const next = questions({ name, seed, skills: kind.skills, difficulty, drawn });
  const stream = random(seed, `world/rows/${name}`);
  for (let index = 0; index < examples; index += 1) {
    const label = index % 2;
    const problem = next((candidate) => kind.accept?.(candidate, label) ?? true);
    const { skill, difficulty: level, question } = problem;
    const id = `${drawn}-${String(index).padStart(5, "0")}`;
    const fields = kind.row(problem, label, stream, index);
    yield { id, ...fields, skill, difficulty: level, group: question };
  }
}

const HARDEST = Math.max(...skillNames.map((name) => skills[name].levels));

function checkTask(
  name: string,
  { examples = 2000, difficulty = [1, HARDEST] }: WorldTaskOptions,
): void {
  if (!Object.hasOwn(taskKinds, name)) {
    const hint = didYouMean(name, worldTaskNames) || `; known: ${worldTaskNames.join(", ")}`;
    throw new InputError(`world: unknown task "${name}"${hint}`);
  }
  if (!Number.isInteger(examples) || examples < 2) {
    throw new InputError(
      `world task "${name}": "examples" must be a whole number of at least 2, got ${examples}`,
    );
  }
  const most = Math.max(
    ...taskKinds[name as WorldTaskName].skills.map((skill) => skills[skill].levels),
  );
  const [easiest, hardest] = difficulty;
  if (
    ![easiest, hardest].every(Number.isInteger) ||
    easiest < 1 ||
    easiest > Math.min(hardest, most)
  ) {
    throw new InputError(
      `world task "${name}": "difficulty" must run upwards from within 1 to ${most}, got ` +
        `${easiest} to ${hardest}`,
    );
  }
}
