// Assisted labels steps: which remark an assistant came to on each example, and what the overseer
// said of the text with it.

import { hashOf, type Identified, type Step, smallKind } from "../../engine/index.js";
import {
  type Labels,
  labelsCodec,
  labelsOf,
  labelsOn,
  optionSaid,
  probabilitiesAt,
  Rows,
} from "../../labels/index.js";
import type { View } from "../poses.js";
import type { SupervisorBase, SupervisorRoom } from "../supervisor.js";
import { asking, spent } from "./budget.js";
import { beliefIn } from "./hearing.js";
import { OnceAList, OnceARow } from "./once-a-list.js";
import { outOfSample } from "./out-of-sample.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";
import { levels, type Remark, remarksOn, type Shows } from "./remarks.js";

/** The remarks that there may be on an example, and where their texts and parts stand. */
interface VariantsOfOne {
  readonly remarks: readonly Remark[];
  readonly texts: readonly string[];
  /** The posed row of the first remark; the others follow. */
  readonly first: number;
  /** Of each claim the parts' posed rows, and the answers that they must have. */
  readonly claims: readonly (readonly (readonly [part: number, answer: number])[])[];
}

/** Those on some examples. */
class Variants implements Identified {
  readonly identity: string;

  constructor(
    readonly rows: Int32Array,
    readonly byPlace: readonly VariantsOfOne[],
  ) {
    this.identity = hashOf([
      rows,
      Int32Array.from(byPlace, ({ first }) => first),
      byPlace.flatMap(({ texts }) => texts),
      byPlace.map(({ remarks, claims }) => JSON.stringify([remarks, claims])),
    ]);
  }
}

interface ShownValue {
  readonly variants: Variants;
  readonly shows: Shows;
}
/** What an assistant says. */
export interface AssistantSaid {
  /** Of examples. */
  readonly by: Step<Labels>;
  /** Of their parts, where it argues. */
  readonly parts: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}

/** Which remark stands behind each example: posed rows, with what the assistant believes. */
const shownKind = smallKind<Labels, ShownValue, AssistantSaid>({
  name: "remarks shown",
  version: 1,
  codec: labelsCodec,
  label: "remarks of assistants",
  async compute({ value: { variants, shows }, inputs }, context) {
    const { rows, byPlace } = variants;
    const said = labelsOn(await context.result(inputs.by), rows);
    const parts = inputs.parts && (await context.result(inputs.parts));
    const options = said.probabilities.shape[1]!;
    const shown = rows.map((_, place) => {
      const own = said.probabilities.data.subarray(place * options, (place + 1) * options);
      const { remarks, claims, first } = byPlace[place]!;
      const belief = (claim: number) => beliefIn(claims[claim]!, parts);
      return first + remarks.indexOf(chosen(remarks, own, shows, belief));
    });
    return { rows: shown, probabilities: said.probabilities };
  },
});

/** The remark that an assistant of this opinion makes. */
function chosen(
  remarks: readonly Remark[],
  own: Float32Array,
  shows: Shows,
  belief: (claim: number) => number,
): Remark {
  const option = optionSaid(own);
  const about = remarks.filter((remark) => remark.option === option);
  if (shows === "answer") return about[0]!;
  if (shows === "confidence") {
    const tenths = Math.floor(10 * own[option]! + 1e-6);
    const level = levels.findLast((one) => one <= tenths) ?? levels[0];
    return about.find((remark) => remark.level === level)!;
  }
  const argued = about.filter(({ claim }) => claim !== undefined);
  // The first remark of an option makes no claim.
  return argued.reduce(
    (best, one) =>
      best.claim === undefined || belief(one.claim!) > belief(best.claim) ? one : best,
    about[0]!,
  );
}

interface Value {
  readonly variants: Variants;
  readonly truth: Rows;
  readonly options: number;
}
interface AssistedInputs {
  /** What the overseer says of every text that could be shown. */
  readonly overseer: Step<Labels>;
  readonly shown: Step<Labels>;
  readonly [role: string]: Step;
}

const assistedStepKind = smallKind<OverseenLabels, Value, AssistedInputs>({
  name: "assisted labels",
  version: 1,
  codec: overseenCodec,
  label: "labels with assistance",
  async compute({ value: { variants, truth, options }, inputs }, context) {
    const { rows, byPlace } = variants;
    const shown = await context.result(inputs.shown);
    const judged = labelsOf(await context.result(inputs.overseer), shown.rows);
    return overseen(rows, options, (_, place) => {
      const said = probabilitiesAt(judged, place);
      const { remarks, texts, first } = byPlace[place]!;
      const variant = shown.rows[place]! - first;
      const text = texts[variant]!;
      return {
        protocol: "assisted",
        turns: [
          {
            does: "shows",
            who: "assistant",
            text,
            option: remarks[variant]!.option,
            said: probabilitiesAt(shown.probabilities, place),
          },
          { does: "asks", who: "overseer", text, said, truth: truth.list[place]! },
        ],
        said,
        budget: spent([asking(text), { turns: 1 }]),
      };
    });
  },
});

/** How an overseer is assisted. */
export interface Assisting {
  readonly overseer: SupervisorBase;
  readonly shows: Shows;
  /** Whether the overseer learns from texts with remarks. */
  readonly trained: boolean;
  readonly label: string;
}

/** The texts that may be shown, and the parts of claims, as views of the task. */
export interface AssistedViews {
  readonly remarks: View;
  readonly parts: View | undefined;
}

/** What the overseer says of every asked row with the remark that the assistant makes. */
export function assistedStep(
  spec: Assisting & {
    readonly by: SupervisorBase;
    /** Whose remarks the overseer learns from; undefined: the assistant's own. */
    readonly trainedWith: SupervisorBase | undefined;
  },
  views: AssistedViews,
  seed: number,
  room: SupervisorRoom,
): Step<OverseenLabels> {
  const { by, trained, trainedWith } = spec;
  const other = trainedWith && assistantSays(trainedWith, true, views, seed, room);
  const says = assistantSays(by, trained && !other, views, seed, room);
  return assistedBy(spec, views, says, seed, room, other);
}

/**
 * The same, of an assistant that has spoken.
 * @param says of every asked row, and where the overseer is trained with it, of `supervise`
 * @param taught what is said of `supervise` where that is another's
 */
export function assistedBy(
  { overseer, shows, trained, label }: Assisting,
  views: AssistedViews,
  says: AssistantSaid,
  seed: number,
  room: SupervisorRoom,
  taught: AssistantSaid = says,
): Step<OverseenLabels> {
  const asked = room.asked(seed);
  const name = `${label} on ${room.task.name}, ${seed}`;
  const variants = variantsOf(asked, shows, views, room);
  const shown = (some: Variants, whose: AssistantSaid) =>
    room.graph.step(shownKind, { variants: some, shows }, whose, `remarks, ${name}`);
  const { room: posed } = room.posed(views.remarks);
  const { supervise } = room.rows(seed);
  const learnt = trained && shown(variantsOf(supervise, shows, views, room), taught);
  const where = learnt ? posed.changed({ learns: () => learnt }) : posed;
  const value = {
    variants,
    truth: new Rows(asked.map((row) => room.truth[row]!)),
    options: room.task.options,
  };
  const inputs = { overseer: where.say(overseer, seed), shown: shown(variants, says) };
  return room.graph.step(assistedStepKind, value, inputs, name);
}

/** What the assistant says; of `supervise` too where the overseer learns from it. */
function assistantSays(
  by: SupervisorBase,
  trained: boolean,
  { parts }: AssistedViews,
  seed: number,
  room: SupervisorRoom,
): AssistantSaid {
  return trained
    ? { by: outOfSample(by, seed, room), parts: parts && outOfSample(by, seed, room, parts) }
    : { by: room.say(by, seed), parts: parts && room.posed(parts).room.say(by, seed) };
}

const laidOut = new OnceAList<Variants>();
const laidOutOfOne = new OnceARow<VariantsOfOne>();

const variantsOf = (
  rows: Int32Array,
  shows: Shows,
  views: AssistedViews,
  room: SupervisorRoom,
): Variants => {
  const key = JSON.stringify([shows, views.remarks.key, views.parts?.key]);
  return laidOut.of(rows, key, () => {
    const one = layingOut(shows, views, room);
    const byPlace = Array.from(rows, (row) =>
      laidOutOfOne.of(room.examples, key, row, () => one(row)),
    );
    return new Variants(rows, byPlace);
  });
};

function layingOut(
  shows: Shows,
  views: AssistedViews,
  room: SupervisorRoom,
): (row: number) => VariantsOfOne {
  const { room: posed, poses } = room.posed(views.remarks);
  const parts = views.parts && room.posed(views.parts).poses;
  const claims = (row: number) =>
    parts
      ? room
          .apart(row)!
          .claims.map(({ checks }) =>
            checks.map(([part, answer]) => [parts.first(row) + part, answer] as const),
          )
      : [];
  return (row) => {
    const remarks = remarksOn(row, shows, room);
    const first = poses.first(row);
    const texts = remarks.map((_, i) => posed.examples[first + i]!.inputs.join("\n"));
    return { remarks, first, texts, claims: claims(row) };
  };
}
