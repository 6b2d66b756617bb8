// An overseer that is shown what an assistant says of each example before it judges: its answer,
// how sure it is, or a claim for it. Source: Bowman et al. 2022; science.md, section 4.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { supervisorSchema } from "../nested.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "../supervisor.js";
import { type AssistedViews, assistedStep } from "./assisted-step.js";
import { taskLeaves } from "./leaves.js";
import { remarkSchema, remarksView, type Shows, type Wording } from "./remarks.js";
import { inRole } from "./roles.js";

/** Options of `assisted`. */
const assistedSchema = z.strictObject({
  /** The assistant: a supervisor, or a student that stands for one. */
  by: supervisorSchema,
  /**
   * What it shows: "answer", its likeliest option; "confidence", and how sure it is, in tenths;
   * "argument", and the claim for it that it believes most.
   */
  shows: z.enum(["answer", "confidence", "argument"]),
  /**
   * Whether the overseer is trained with such remarks behind the texts of `supervise`, from
   * assistants that did not learn from them; or on texts alone. Default true.
   */
  trained: z.boolean().default(true),
  /**
   * Whose remarks those are that the overseer is trained with; default: the assistant's own. So an
   * overseer that learnt from an honest assistant meets another.
   */
  trainedWith: supervisorSchema.optional(),
  /**
   * What stands behind each text: `{label}` is the answer's word, `{confidence}` 5, 7 or 9,
   * `{claim}` the claim; default "I think this is {label}. What do you think?", with what is shown.
   */
  remark: remarkSchema.optional(),
  /** Words for the options, lowest first; default: what the task calls them. */
  words: z.array(z.string().min(1)).min(2).optional(),
  /** What tables call it; default: the overseer, and who shows it what. */
  as: z.string().min(1).optional(),
});
/** Options of `assisted`. */
export type AssistedOptions = z.input<typeof assistedSchema>;

/** An overseer with an assistant. */
export interface AssistedSpec extends SupervisorBase {
  readonly kind: "assisted";
  readonly overseer: SupervisorBase;
  readonly by: SupervisorBase;
  readonly shows: Shows;
  readonly trained: boolean;
  readonly trainedWith: SupervisorBase | undefined;
  readonly remark: string | undefined;
  readonly words: readonly string[] | undefined;
  readonly as: string | undefined;
}

/**
 * What an overseer says when it is shown what an assistant says.
 *
 *     assisted(probe(weak), { by: probe(strong), shows: "confidence" })
 *
 * @throws InputError for what is no supervisor, for an unknown or wrong option, and for
 * `trainedWith` beside `trained: false`; when planned, for words that do not fit the task, and for
 * arguments where there are no claims
 */
export function assisted(overseer: SupervisorBase, options: AssistedOptions): AssistedSpec {
  const checked = checkOptions(assistedSchema, options, "assisted");
  if (checked.trainedWith !== undefined && !checked.trained) {
    throw new InputError('assisted: "trainedWith" needs an overseer that is trained');
  }
  const { by, shows, trained, trainedWith, remark, words, as } = checked;
  const own = inRole(overseer, "assisted", "overseer");
  return named({
    ...{ kind: "assisted", overseer: own, by, shows, trained, trainedWith },
    ...{ remark, words, as },
  });
}

function named(spec: Omit<AssistedSpec, "label">): AssistedSpec {
  return { ...spec, label: spec.as ?? `${spec.overseer.label}, ${howOf(spec)}` };
}

/** "shown the answer of SmolLM2:15, untrained" */
function howOf({ shows, by, trained, trainedWith }: Omit<AssistedSpec, "label">): string {
  const other = trainedWith ? `, trained with ${trainedWith.label}` : "";
  return `shown the ${shows} of ${by.label}${trained ? other : ", untrained"}`;
}

const wordings: Readonly<Record<Shows, string>> = {
  answer: "I think this is {label}. What do you think?",
  confidence: "I think this is {label}, {confidence} of 10. What do you think?",
  argument: "{claim}I think this is {label}. What do you think?",
};

const wordingOf = ({ shows, remark, words }: AssistedSpec): Wording => ({
  shows,
  remark: remark ?? wordings[shows],
  words,
});

export const assistedKind: SupervisorKind<AssistedSpec> = {
  name: "assisted",
  assumes:
    "is shown what a model says; people give such remarks more weight, and less, than a trained " +
    "overseer does.",
  schema: assistedSchema,
  ofTruth: () => false,
  holds: {
    overseer: { is: "supervisor", json: "supervisor" },
    by: { is: "supervisor" },
    trainedWith: { is: "supervisor" },
  },
  named,
  fromJson: ({ supervisor, ...options }) =>
    assisted(supervisor as SupervisorBase, options as AssistedOptions),
  asks(spec, room) {
    const { remarks: view, parts } = viewsOf(spec, room);
    const assistants = [spec.by, ...(spec.trainedWith ? [spec.trainedWith] : [])];
    return [
      { supervisor: spec.overseer, room: room.posed(view).room },
      ...assistants.flatMap((supervisor) => [
        { supervisor, room },
        ...(parts ? [{ supervisor, room: room.posed(parts).room }] : []),
      ]),
    ];
  },
  say: (spec, seed, room) => assistedStep(spec, viewsOf(spec, room), seed, room),
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};

/** The texts with remarks; and the parts by which the assistant chooses a claim. */
function viewsOf(spec: AssistedSpec, room: SupervisorRoom): AssistedViews {
  const { task } = room;
  const needed = task.shape === "compare" ? 2 : task.options;
  if (spec.words && spec.words.length !== needed) {
    throw new InputError(
      `assisted: "words" must name ${needed} options of task "${task.name}", got ` +
        `${spec.words.length}`,
    );
  }
  return {
    remarks: remarksView(room, wordingOf(spec), !spec.trained),
    parts: spec.shows === "argument" ? taskLeaves(room, 1, "assisted").view : undefined,
  };
}
