// How a user says what the data are. Nothing is read here: a task is a frozen description,
// `loadTask` reads it.

import { checkOptions, InputError } from "@w2s/base";
import { taskKinds } from "./kinds.js";
import type {
  AnswersOptions,
  ChoicesOptions,
  CommonOptions,
  PairsOptions,
  TableOptions,
} from "./options.js";
import {
  isSought,
  isSource,
  type RowsSource,
  SOURCE_FORM,
  type Source,
  sourceName,
} from "./source.js";
import { checkSplitRule } from "./split-rule.js";
import type { AnswersTask, ChoicesTask, PairsTask, TableTask, Task } from "./task.js";

/**
 * A classification task: each row a text and its class.
 *
 *     table("sst2/train.tsv", { text: "sentence", label: "label" })
 *
 * @throws InputError for an unknown, missing or wrong option
 */
export function table(source: Source, options: TableOptions): TableTask {
  return describe("table", source, options) as TableTask;
}

/**
 * Multiple choice made binary: each question gives two (question, choice) examples, the right
 * choice (class 1) and one wrong choice drawn at random (class 0), grouped by question. Source:
 * Burns et al. 2023, appendix A.
 *
 *     choices("quiz.jsonl", { question: "question", choices: ["a", "b", "c"], answer: "answer" })
 *
 * @throws InputError for an unknown, missing or wrong option
 */
export function choices(source: Source, options: ChoicesOptions): ChoicesTask {
  return describe("choices", source, options) as ChoicesTask;
}

/**
 * Preferences: two texts, of which the chosen one is right. Their order is drawn by the task's
 * seed, so that the label is not constant.
 *
 *     pairs("prefs.jsonl.gz", { chosen: "chosen", rejected: "rejected" })
 *
 * @throws InputError for an unknown, missing or wrong option
 */
export function pairs(source: Source, options: PairsOptions): PairsTask {
  return describe("pairs", source, options) as PairsTask;
}

/**
 * Questions that are answered in words of one's own: a model says its answer, which is right or
 * not. Students are finetuned to say them, by greedy decoding. Source: the chess setting of Burns
 * et al. 2023.
 *
 *     answers("puzzles.csv", { question: "{position} best move:", answer: "move" })
 *
 * @throws InputError for an unknown, missing or wrong option
 */
export function answers(source: Source, options: AnswersOptions): AnswersTask {
  return describe("answers", source, options) as AnswersTask;
}

/**
 * The same task, split otherwise: what `splits` says takes the place of its own.
 *
 *     resplit(recipe("sst2", "data/sst2"), { supervise: 1000, transfer: 1000 })
 *
 * @throws InputError for an unknown or wrong share or number, and for the share of a part that has
 * a source of its own
 */
export function resplit(task: Task, splits: NonNullable<CommonOptions["splits"]>): Task {
  return withOptions(task, { splits: { ...task.options.splits, ...splits } });
}

/**
 * The same task, by its name, with other options in place of its own.
 * @throws InputError as the function that made it
 */
export function withOptions({ kind, source, options, name }: Task, changes: object): Task {
  const made = describe(kind, source, { ...options, ...changes });
  const isNamed = made.name === name || Object.hasOwn(changes, "name");
  return isNamed ? made : describe(kind, source, { ...options, name, ...changes });
}

/**
 * Rows for a task from a list, or a function (async or generating, if it likes) that returns them:
 * plain objects. Goes where a path goes.
 *
 *     const toy = rows("toy", [{ text: "good", label: 1 }, { text: "bad", label: 0 }]);
 *     table(toy, { text: "text", label: "label" })
 *
 * @throws InputError when the name is empty or `from` is neither
 */
export function rows(
  name: string,
  from: RowsSource["make"] | Iterable<object> | AsyncIterable<object>,
): RowsSource {
  if (typeof name !== "string" || name === "")
    throw new InputError("rows: the first argument must be a name");
  const iterable =
    typeof from === "object" &&
    from !== null &&
    (Symbol.iterator in from || Symbol.asyncIterator in from);
  if (typeof from !== "function" && !iterable) {
    throw new InputError(
      `rows "${name}": must be a list of objects or a function that returns one`,
    );
  }
  return Object.freeze({
    kind: "rows",
    name,
    make: typeof from === "function" ? from : () => from,
  });
}

/**
 * A task of a kind that is named. @throws InputError for a source that is none, and for an unknown,
 * missing or wrong option
 */
export function describe(kind: Task["kind"], source: unknown, given: object): Task {
  const options: CommonOptions = checkOptions(taskKinds[kind].schema, given, kind);
  if (!isSource(source) && !isSought(source)) {
    throw new InputError(`${kind}: the first argument must be ${SOURCE_FORM}`);
  }
  for (const part of ["test", "validation"] as const) {
    if (options[part] !== undefined && options.splits?.[part] !== undefined) {
      throw new InputError(`${kind}: give "${part}" or "splits.${part}", not both`);
    }
  }
  if (options.splits) checkSplitRule(options.splits, options.facts ?? [], kind);
  const name = options.name ?? (isSought(source) ? source.name : nameOf(source));
  return deepFreeze({ kind, name, source, options: structuredCloneOfData(options) } as Task);
}

/** `cola/train.tsv.gz` is cola, `cola.tsv` is cola. */
function nameOf(source: Source): string {
  const { base, folder } = sourceName(source);
  const generic = /^(train|training|test|dev|valid|validation|val|data|all|rows|examples)$/i.test(
    base,
  );
  return generic && /[^.]/.test(folder) ? folder : base;
}

/**
 * A copy that later changes to the user's object cannot reach; row sources are frozen already and
 * stay themselves.
 */
function structuredCloneOfData<T>(value: T): T {
  if (Array.isArray(value)) return value.map(structuredCloneOfData) as T;
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, structuredCloneOfData(part)]),
  ) as T;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
