// A labelling project: a folder with what is asked of people. `project.json` says how, in
// `guidelines.md` stands what the study wants, `items.jsonl` holds what is shown, `truth.jsonl`
// what nobody sees while people label, `people.jsonl` what they said.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { check, checkJson, InputError, readJson } from "@w2s/base";
import { exampleHash, sessionArms } from "@w2s/lab/labelling";
import * as z from "zod";

/** The files of a project's folder. */
export const projectFiles = {
  project: "project.json",
  guidelines: "guidelines.md",
  items: "items.jsonl",
  truth: "truth.jsonl",
  people: "people.jsonl",
} as const;

/** Answers have a key each, 1 to 9. */
export const mostOptions = 9;

/** How people are asked. */
export const settingsSchema = z.strictObject({
  /** Who may label, by name; null: whoever comes. */
  annotators: z.array(z.string().min(1)).min(1).nullable().default(null),
  /** How many annotators answer an item, 1 or more. */
  perItem: z.int().min(1).default(1),
  /** Seconds an item; null: no limit. */
  limitSeconds: z.number().positive().nullable().default(null),
  /** Whether people say how sure they are, by a second key. */
  confidence: z.boolean().default(true),
  /** What people have beside an item; of several, each item draws one for each annotator. */
  arms: z.array(z.enum(sessionArms)).min(1).default(["alone"]),
  /** Seed of the order of items, and of which of them have which arm. */
  seed: z.int().default(0),
});
/** How people are asked: annotators, answers an item, limit, confidence, arms, seed. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

const projectSchema = settingsSchema.extend({
  format: z.literal(1),
  /** The task that the items are of, and which of its splits. */
  task: z.string(),
  splits: z.array(z.string()).min(1),
  /** Whether an item is one text, or a text an option. */
  shape: z.enum(["classify", "compare"]),
  /** What each option is called, [K]. */
  options: z.array(z.string()).min(2).max(mostOptions),
});
/** What project.json says. */
export type ProjectFile = Readonly<z.infer<typeof projectSchema>>;

const itemSchema = z.object({
  id: z.string().min(1),
  /** One text, or one an option. */
  texts: z.array(z.string()).min(1),
  /** What a model says of it. */
  assistance: z
    .object({ by: z.string(), said: z.array(z.number().min(0).max(1)).min(2) })
    .optional(),
  /** What two debaters say, in turn. */
  debate: z
    .array(z.object({ who: z.string(), option: z.int().min(0), text: z.string() }))
    .optional(),
});
/** What is shown of one example. */
export type ItemFile = Readonly<z.infer<typeof itemSchema>>;

/** An item with the hash of what it shows. */
export interface Item extends ItemFile {
  readonly hash: string;
}

const truthSchema = z.object({ id: z.string(), truth: z.int().min(0) });

/** A project as people meet it; ground truth is no part of it. */
export interface Project {
  readonly folder: string;
  readonly file: ProjectFile;
  /** Markdown. */
  readonly guidelines: string;
  readonly items: readonly Item[];
}

/** @throws InputError for a folder that is no project, and for a file in it that does not fit */
export async function readProject(folder: string): Promise<Project> {
  const file = readJson(join(folder, projectFiles.project), projectSchema);
  const items = (await readLines(join(folder, projectFiles.items), itemSchema)).map((item) => ({
    ...item,
    hash: exampleHash({ inputs: item.texts }, file.options),
  }));
  checkItems(items, file, join(folder, projectFiles.items));
  const guidelines = await readFile(join(folder, projectFiles.guidelines), "utf8").catch(() => "");
  return { folder, file, guidelines, items };
}

function checkItems(items: readonly Item[], { arms, options }: ProjectFile, path: string): void {
  if (items.length === 0) throw new InputError(`${path}: must have items, got none`);
  const ids = new Set<string>();
  items.forEach(({ id, assistance, debate = [] }, i) => {
    const place = `${path}:${i + 1}`;
    if (ids.has(id)) throw new InputError(`${place}: has the id ${JSON.stringify(id)} again`);
    ids.add(id);
    if (assistance && assistance.said.length !== options.length) {
      throw new InputError(
        `${place}: "assistance.said" must have ${options.length} numbers, as there are options, ` +
          `got ${assistance.said.length}`,
      );
    }
    if (debate.some(({ option }) => option >= options.length)) {
      throw new InputError(`${place}: "debate" must be about options 0 to ${options.length - 1}`);
    }
    if (arms.includes("assisted") && !assistance) throw lacks(place, "assisted", "assistance");
    if (arms.includes("debate") && debate.length === 0) throw lacks(place, "debate", "debate");
  });
}

const lacks = (place: string, arm: string, field: string): InputError =>
  new InputError(`${place}: must have "${field}", as the project's arm "${arm}" shows it`);

/**
 * The right option of every item, by id: for results, when labelling is over.
 * @throws InputError for an item without one, whose answers would all count as wrong
 */
export async function readTruth({
  folder,
  items,
}: Pick<Project, "folder" | "items">): Promise<ReadonlyMap<string, number>> {
  const path = join(folder, projectFiles.truth);
  const rows = await readLines(path, truthSchema);
  const truth = new Map(rows.map(({ id, truth: option }) => [id, option]));
  const [first, ...others] = items.filter(({ id }) => !truth.has(id));
  if (first === undefined) return truth;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  throw new InputError(
    `${path}: must have the right option of every item, got none of ${JSON.stringify(first.id)}` +
      `${more}; add lines such as ${JSON.stringify({ id: first.id, truth: 0 })}`,
  );
}

/** A file of JSON Lines, each held against the schema. */
async function readLines<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>[]> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: cannot be read (${cause.code})`, { cause });
  });
  return text
    .split("\n")
    .flatMap((line, i) =>
      line.trim() === "" ? [] : [checkJson(`${path}:${i + 1}`, line, schema)],
    );
}

/** Settings as a user gives them. @throws InputError for one that does not fit */
export function checkSettings(given: unknown): Settings {
  return check("labelling project", given, settingsSchema);
}
