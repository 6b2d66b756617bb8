// Every kind of task, by name: the one place that lists them.

import type { TaskKind } from "./kind.js";
import { answersKind } from "./kinds/answers.js";
import { choicesKind } from "./kinds/choices.js";
import { pairsKind } from "./kinds/pairs.js";
import { tableKind } from "./kinds/table.js";
import type { Task } from "./task.js";

/** The kinds by their names. */
export const taskKinds: {
  readonly [K in Task["kind"]]: TaskKind<Extract<Task, { readonly kind: K }>>;
} = { table: tableKind, choices: choicesKind, pairs: pairsKind, answers: answersKind };

/** What a task is asked of: its entry in the map. */
export const taskKind = ({ kind }: Pick<Task, "kind">): TaskKind => taskKinds[kind];

/** Whether there is a kind of this name. */
export const isTaskKind = (name: unknown): name is Task["kind"] =>
  typeof name === "string" && Object.hasOwn(taskKinds, name);

/** The calls that make tasks, for messages: "table(...), choices(...), ... or answers(...)". */
export const taskCalls: string = either(Object.keys(taskKinds).map((name) => `${name}(...)`));

/** "a, b or c". */
export function either(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}
