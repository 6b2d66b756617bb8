// What one can choose on the page. All of it is in the address, so that a link gives the same run.

import { plain } from "@w2s/base";
import type { WorldTaskName } from "@w2s/world";
import * as z from "zod";

/** Tasks of the world that the page offers, with what each asks. */
export const tasks = {
  majority: "is that the more frequent letter of the row?",
  maximum: "is that the largest digit of the row?",
  brackets: "is every bracket closed by one of its kind, in order?",
  sorted: "is the row of digits in order?",
  compare: "is the first number the smaller one?",
  containment: "is the letter among the others?",
  palindrome: "does the row read the same backwards?",
  parity: "is the sum of the digits below 4 even?",
  order: "who is above whom?",
  outsider: "is that the item that is not like the others?",
  programs: "is there something wrong with the program?",
  safety: "may the request be answered, by the rule?",
  honesty: "is the statement true, whatever it is about?",
} as const satisfies { readonly [K in WorldTaskName]?: string };

/** Widths of the zoo's models, weakest first: `zoo:w2s-world-WIDTH`. */
export const ladder = [8, 16, 20, 24, 28, 32, 40, 48, 64, 128] as const;

/** One of them. */
export type Width = (typeof ladder)[number];

/** How the student learns, with what a reader is told of it. */
export const methods = {
  naive: "imitates its supervisor's labels",
  confidence: "is also drawn towards what it is sure of itself",
  entropy: "is also drawn towards being sure of something",
  gce: "forgives labels that it finds improbable",
  "label-smoothing": "takes every label for a little less than it says",
  surest: "learns from the half of the labels that the supervisor is surest of",
  bootstrapping: "is taught by a model of a size in between, which the supervisor taught",
} as const;

/** Where the supervisor errs. All but its own are ground truth, wrong as often as it is. */
export const errorPlaces = {
  own: "where the model itself errs",
  random: "anywhere, at random",
  longest: "on the longest questions",
  shortest: "on the shortest questions",
  hardest: "on the hardest questions",
  easiest: "on the easiest questions",
  unconfident: "where the student's ceiling is least sure",
  "confidently-correct": "where the student's ceiling is right and sure",
} as const;

const keys = <T extends object>(map: T) => Object.keys(map) as [keyof T & string];
const width = z.literal(ladder);

/** Every choice with its default; a link may leave out what is the default. */
export const settingsSchema = z.object({
  task: z.enum(keys(tasks)).default("majority"),
  supervisor: width.default(40),
  student: width.default(128),
  /** A new head on frozen activations, or the whole model under a new head. */
  adapt: z.enum(["probe", "finetune"]).default("probe"),
  method: z.enum(keys(methods)).default("naive"),
  errors: z.enum(keys(errorPlaces)).default("own"),
  /** Examples in all, of every split. */
  examples: z.literal([600, 1200, 2400, 4000]).default(2400),
  /** How many; they are 0, 1, ... */
  seeds: z.literal([1, 2, 3, 4, 5]).default(3),
  device: z.enum(["cpu", "webgpu"]).default("cpu"),
});

/** What one can choose on the page. */
export type Settings = z.output<typeof settingsSchema>;

/** What a page shows that nobody has chosen anything on. */
export const defaults: Settings = settingsSchema.parse({});

/** Why some settings make no run, in a line; null: they do. */
export function refusalOf({ adapt, errors, supervisor, student }: Settings): string | null {
  return adapt === "probe" && errors === "own" && supervisor === student
    ? `world-${student} cannot be its own supervisor: choose another size for one of the two, ` +
        "or train the whole student"
    : null;
}

/** Raised where the same choices come to other numbers than before; a link says its own. */
export const edition = 1;

/** The part of an address behind its `#`: every choice, whatever the defaults will be one day. */
export function toHash(settings: Settings): string {
  const chosen = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...settings, edition }))
    chosen.set(key, String(value));
  return chosen.toString();
}

/** A link's settings, and what of it was not understood, a sentence each. */
export interface ReadLink {
  readonly settings: Settings;
  readonly faults: readonly string[];
}

/**
 * Reads what stands behind `#`; what is not understood is the default, and is said. Of a choice
 * that is there more than once the first counts.
 */
export function fromHash(hash: string): ReadLink {
  const faults: string[] = [];
  const strange: string[] = [];
  const chosen: Record<string, unknown> = {};
  const link = new URLSearchParams(hash.replace(/^#/, ""));
  for (const key of new Set(link.keys())) {
    const [text, ...more] = link.getAll(key) as [string, ...string[]];
    const field = fields.get(key);
    const value = /^\d+$/.test(text) ? Number(text) : text;
    if (key === "edition") {
      if (value !== edition) faults.push(ofAnother(text));
    } else if (field === undefined) strange.push(`"${shown(key)}"`);
    else if (field.safeParse(value).success) chosen[key] = value;
    else faults.push(`the link's ${key} cannot be "${shown(text)}": the default is taken`);
    if (field && more.length > 0)
      faults.push(`the link has ${key} ${more.length + 1} times: the first is taken`);
  }
  if (strange.length > 0) {
    const more = strange.length > 3 ? ` and ${strange.length - 3} more` : "";
    const names = `${strange.slice(0, 3).join(", ")}${more}`;
    faults.push(`the link has ${names}: this page has no such choice`);
  }
  return { settings: settingsSchema.parse(chosen), faults };
}

const ofAnother = (text: string): string =>
  `the link is of edition "${shown(text)}" of this page, which is edition ${edition}: ` +
  "its numbers may have been others";

const fields = new Map<string, z.ZodType>(Object.entries(settingsSchema.shape));
const shown = (text: string): string => {
  const visible = plain(text);
  return visible.length > 40 ? `${visible.slice(0, 40)}...` : visible;
};
