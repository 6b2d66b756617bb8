// Reward models in rounds of rising difficulty: each learns from harder examples than the one
// before it, with what that one says behind each text. Source: Leike et al. 2018 (recursive reward
// modelling); science.md, section 4.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { Step } from "../../engine/index.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "../supervisor.js";
import { type AssistedViews, assistedBy } from "./assisted-step.js";
import { levelled } from "./bands.js";
import type { OverseenLabels } from "./overseen.js";
import { recursiveStep } from "./recursive-step.js";
import { remarkSchema, remarksView } from "./remarks.js";
import { inRole } from "./roles.js";

/** Options of `recursive`. */
const recursiveSchema = z.strictObject({
  /** How many models, each on harder examples; from 2, default 3. */
  rounds: z.int().min(2).default(3),
  /** The fact that says how hard an example is, a number; default "difficulty". */
  difficulty: z.string().min(1).default("difficulty"),
  /** What a later model is shown of an earlier one: its "answer" (default), or "confidence" too. */
  shows: z.enum(["answer", "confidence"]).default("answer"),
  /**
   * What a later model reads behind each text: `{label}` is the answer's word, `{confidence}` 5, 7
   * or 9; default "What do you think? I think this is {label}", with what is shown. It ends in the
   * answer, as a probe of a text's last token reads that best.
   */
  remark: remarkSchema.optional(),
  /** What tables call it; default: the model, and the rounds. */
  as: z.string().min(1).optional(),
});
/** Options of `recursive`. */
export type RecursiveOptions = z.input<typeof recursiveSchema>;

/** Models in rounds, each of which speaks of examples as hard as those that it learnt from. */
export interface RecursiveSpec extends SupervisorBase {
  readonly kind: "recursive";
  readonly model: SupervisorBase;
  readonly rounds: number;
  readonly difficulty: string;
  readonly shows: "answer" | "confidence";
  readonly remark: string | undefined;
  readonly as: string | undefined;
}

/**
 * What several models say, each of examples as hard as those that it learnt from. The first learns
 * from the easiest examples of `supervise` alone; each further one from harder ones, with what the
 * one before it says behind every text.
 *
 *     recursive(probe(weak), { rounds: 3 })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option; when planned,
 * for examples without the fact, fewer levels than rounds, and a round without both classes
 */
export function recursive(model: SupervisorBase, options: RecursiveOptions = {}): RecursiveSpec {
  const { rounds, difficulty, shows, remark, as } = checkOptions(
    recursiveSchema,
    options,
    "recursive",
  );
  const own = inRole(model, "recursive", "reward model");
  return named({ kind: "recursive", model: own, rounds, difficulty, shows, remark, as });
}

function named(spec: Omit<RecursiveSpec, "label">): RecursiveSpec {
  return { ...spec, label: spec.as ?? `${spec.model.label}, ${howOf(spec)}` };
}

/** "recursive in 3 rounds" */
const howOf = ({ rounds, shows }: Omit<RecursiveSpec, "label">): string =>
  `recursive in ${rounds} rounds${shows === "answer" ? "" : `, ${shows}`}`;

const wordings = {
  answer: "What do you think? I think this is {label}",
  confidence: "What do you think? {confidence} of 10, I think this is {label}",
};

function viewsOf({ shows, remark }: RecursiveSpec, room: SupervisorRoom): AssistedViews {
  const wording = { shows, remark: remark ?? wordings[shows], words: undefined };
  return { remarks: remarksView(room, wording, false), parts: undefined };
}

export const recursiveKind: SupervisorKind<RecursiveSpec> = {
  name: "recursive",
  assumes:
    "learns from ground truth in every round, where people would judge harder examples with the " +
    "help of the model before.",
  schema: recursiveSchema,
  ofTruth: () => false,
  holds: { model: { is: "supervisor", json: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    recursive(supervisor as SupervisorBase, options as RecursiveOptions),
  asks: (spec, room) => [
    { supervisor: spec.model, room },
    { supervisor: spec.model, room: room.posed(viewsOf(spec, room).remarks).room },
  ],
  say(spec, seed, room) {
    const { model, shows, label } = spec;
    const band = levelled(room, spec.difficulty, spec.rounds);
    const rounds = roundsOf(spec, band, seed, room);
    const first = rounds[0]!.say(model, seed);
    const views = viewsOf(spec, room);
    const own = { overseer: model, shows, trained: true, label } as const;
    const later: Step<OverseenLabels>[] = [];
    for (const where of rounds.slice(1)) {
      const says = { by: later.at(-1) ?? first, parts: undefined };
      later.push(assistedBy(own, views, says, seed, where));
    }
    return recursiveStep(label, first, later, band, seed, room);
  },
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};

/**
 * The room of each round: its part of `supervise` is learnt from, and harder parts are asked about
 * as well. @throws InputError for a round with a single class
 */
function roundsOf(
  { rounds }: RecursiveSpec,
  band: Int32Array,
  seed: number,
  room: SupervisorRoom,
): SupervisorRoom[] {
  const splits = room.rows(seed);
  return Array.from({ length: rounds }, (_, round) => {
    const own = (rows: Int32Array) => rows.filter((row) => band[row] === round);
    const learnt = own(splits.superviseTrain);
    if (new Set(Array.from(learnt, (row) => room.truth[row])).size < 2) {
      throw new InputError(
        `recursive: round ${round + 1} of ${rounds} has ${learnt.length} examples of task ` +
          `"${room.task.name}" to learn from, and not of two classes; ask for fewer rounds`,
      );
    }
    const rows = {
      ...splits,
      supervise: own(splits.supervise),
      superviseTrain: learnt,
      superviseHeld: own(splits.superviseHeld),
    };
    const harder = splits.supervise.filter((row) => band[row]! > round);
    return room.changed({
      rows: () => rows,
      parts: () => [...room.parts(seed), harder],
    });
  });
}
