// An overseer that reads the beginning of each text only, where the model reads all: the sources'
// reading against the clock. Source: Bowman et al. 2022; science.md, section 4.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { type Step, smallKind } from "../../engine/index.js";
import { type Labels, labelsOf, Rows } from "../../labels/index.js";
import { Texts } from "../../reading/index.js";
import type { View } from "../poses.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "../supervisor.js";
import { asking, spent, tokensIn } from "./budget.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";
import { inRole } from "./roles.js";

/** Options of `limited`. */
export const limitedSchema = z.strictObject({
  /** How many words and marks of each text it reads, from the first; from 1. */
  tokens: z.int().min(1),
  /** What tables call it; default: the overseer, and how much it reads. */
  as: z.string().min(1).optional(),
});
/** Options of `limited`. */
export type LimitedOptions = z.input<typeof limitedSchema>;

/** An overseer that reads the beginning of texts. */
export interface LimitedSpec extends SupervisorBase {
  readonly kind: "limited";
  readonly overseer: SupervisorBase;
  readonly tokens: number;
  readonly as: string | undefined;
}

/**
 * An overseer that reads the first words of each text only, in training and when it is asked. What
 * a protocol adds to a text (a remark, a part, a claim) it reads whole.
 *
 *     limited(probe(weak), { tokens: 40 })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option
 */
export function limited(overseer: SupervisorBase, options: LimitedOptions): LimitedSpec {
  const { tokens, as } = checkOptions(limitedSchema, options, "limited");
  return named({ kind: "limited", overseer: inRole(overseer, "limited", "overseer"), tokens, as });
}

function named(spec: Omit<LimitedSpec, "label">): LimitedSpec {
  return { ...spec, label: spec.as ?? `${spec.overseer.label}, ${howOf(spec)}` };
}

const howOf = ({ tokens }: Pick<LimitedSpec, "tokens">): string =>
  `first ${tokens} token${tokens === 1 ? "" : "s"}`;

/** Each text's first words, and all of what was added to it. */
function beginnings(room: SupervisorRoom, tokens: number): View {
  return {
    key: `first ${tokens}`,
    name: `${room.task.name}, first ${tokens} tokens`,
    pose(row) {
      const { inputs, label } = room.examples[row]!;
      const added = room.added(row);
      const cut = inputs.map((text, i) => {
        const own = text.slice(0, text.length - added[i]!.length);
        return tokensIn(own).slice(0, tokens).join("") + added[i]!;
      });
      return [{ id: `first ${tokens}`, inputs: cut, added, label, apart: () => room.apart(row) }];
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

export const limitedStepKind = smallKind<OverseenLabels, Value, { readonly by: Step<Labels> }>({
  name: "limited labels",
  version: 1,
  codec: overseenCodec,
  label: "labels by beginnings",
  async compute({ value: { texts, rows, truth, options }, inputs }, context) {
    const { data } = labelsOf(await context.result(inputs.by), rows.list);
    return overseen(rows.list, options, (_, place) => {
      const said = Array.from(data.subarray(place * options, (place + 1) * options));
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
  fromJson(item, nested) {
    const { supervisor, ...options } = z.record(z.string(), z.unknown()).parse(item);
    return limited(nested.supervisor(supervisor), options as LimitedOptions);
  },
  parts: ({ overseer }) => ({ students: [], supervisors: [overseer] }),
  withParts: (spec, replace) => named({ ...spec, overseer: replace.supervisor(spec.overseer) }),
  asks: ({ overseer, tokens }, room) => [
    { supervisor: overseer, room: room.posed(beginnings(room, tokens)).room },
  ],
  say({ overseer, tokens, label }, seed, room) {
    // One text an example: the posed row is the example's.
    const { room: posed } = room.posed(beginnings(room, tokens));
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
