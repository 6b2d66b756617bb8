// An overseer that reads the beginning of each text only, where the model reads all: the sources'
// reading against the clock. Source: Bowman et al. 2022; science.md, section 4.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { type Step, smallKind } from "../../engine/index.js";
import { type Labels, labelsOf, probabilitiesAt, Rows } from "../../labels/index.js";
import { Texts } from "../../reading/index.js";
import type { View } from "../poses.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "../supervisor.js";
import { asking, spent, tokensIn } from "./budget.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";
import { inRole } from "./roles.js";

/** Options of `limited`. */
const limitedSchema = z.strictObject({
  /** How many words and marks of each text it reads, from the first; from 1. */
  tokens: z.int().min(1),
  /** How many it reads at the end, where questions stand; default 0. */
  last: z.int().min(0).default(0),
  /** What tables call it; default: the overseer, and how much it reads. */
  as: z.string().min(1).optional(),
});
/** Options of `limited`. */
export type LimitedOptions = z.input<typeof limitedSchema>;

/** How much of each text is read: so many words and marks of the first, and of the last. */
interface Reading {
  readonly tokens: number;
  readonly last: number;
}

/** An overseer that reads the beginning of texts. */
export interface LimitedSpec extends SupervisorBase, Reading {
  readonly kind: "limited";
  readonly overseer: SupervisorBase;
  readonly as: string | undefined;
}

/**
 * An overseer that reads the first words of each text only (and so many of the last), in training
 * and when it is asked. What a protocol adds to a text (a remark, a part, a claim) it reads whole.
 *
 *     limited(probe(weak), { tokens: 40 })
 *     limited(probe(weak), { tokens: 20, last: 20 })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option
 */
export function limited(overseer: SupervisorBase, options: LimitedOptions): LimitedSpec {
  const { tokens, last, as } = checkOptions(limitedSchema, options, "limited");
  const own = inRole(overseer, "limited", "overseer");
  return named({ kind: "limited", overseer: own, tokens, last, as });
}

function named(spec: Omit<LimitedSpec, "label">): LimitedSpec {
  return { ...spec, label: spec.as ?? `${spec.overseer.label}, ${howOf(spec)}` };
}

/** "first 40 tokens", "first 20 and last 20 tokens" */
const howOf = (reading: Reading): string =>
  `${shortOf(reading)} token${reading.tokens + reading.last === 1 ? "" : "s"}`;

const shortOf = ({ tokens, last }: Reading): string =>
  `first ${tokens}${last === 0 ? "" : ` and last ${last}`}`;

/** Words and marks of a text between its ends; all of one that is no longer than both. */
function endsOf(text: string, { tokens, last }: Reading): string {
  const all = tokensIn(text);
  if (all.length <= tokens + last) return all.join("");
  return all.filter((_, i) => i < tokens || i >= all.length - last).join("");
}

/** Each text's first words, and its last, and all of what was added to it. */
function beginnings(room: SupervisorRoom, reading: Reading): View {
  const short = shortOf(reading);
  return {
    key: short,
    name: `${room.task.name}, ${howOf(reading)}`,
    pose(row) {
      const { inputs, label } = room.examples[row]!;
      const added = room.added(row);
      const cut = inputs.map((text, i) => {
        const own = text.slice(0, text.length - added[i]!.length);
        return endsOf(own, reading) + added[i]!;
      });
      return [{ id: short, inputs: cut, added, label, apart: () => room.apart(row) }];
    },
  };
}

interface Value {
  readonly texts: Texts;
  readonly rows: Rows;
  /** Every row's right option. */
  readonly truth: Rows;
  readonly options: number;
}

const limitedStepKind = smallKind<OverseenLabels, Value, { readonly by: Step<Labels> }>({
  name: "limited labels",
  version: 1,
  codec: overseenCodec,
  label: "labels by beginnings",
  async compute({ value: { texts, rows, truth, options }, inputs }, context) {
    const by = labelsOf(await context.result(inputs.by), rows.list);
    return overseen(rows.list, options, (_, place) => {
      const said = probabilitiesAt(by, place);
      const text = texts.list[place]!;
      const turn = {
        does: "asks",
        who: "overseer",
        text,
        said,
        truth: truth.list[place]!,
      } as const;
      return { protocol: "limited", turns: [turn], said, budget: spent([asking(text)]) };
    });
  },
});

export const limitedKind: SupervisorKind<LimitedSpec> = {
  name: "limited",
  assumes:
    "reads the beginning of each text only: what people skip when they have no time is not what " +
    "stands last.",
  schema: limitedSchema,
  ofTruth: () => false,
  holds: { overseer: { is: "supervisor", json: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    limited(supervisor as SupervisorBase, options as LimitedOptions),
  asks: (spec, room) => [
    { supervisor: spec.overseer, room: room.posed(beginnings(room, spec)).room },
  ],
  say(spec, seed, room) {
    const { overseer, label } = spec;
    // One text an example: the posed row is the example's.
    const { room: posed } = room.posed(beginnings(room, spec));
    const rows = room.asked(seed);
    const value = {
      texts: new Texts(Array.from(rows, (row) => posed.examples[row]!.inputs.join("\n"))),
      rows: new Rows(rows),
      truth: new Rows(rows.map((row) => room.truth[row]!)),
      options: room.task.options,
    };
    const by = posed.say(overseer, seed);
    const name = `${label} on ${room.task.name}, ${seed}`;
    return room.graph.step(limitedStepKind, value, { by }, name);
  },
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};
