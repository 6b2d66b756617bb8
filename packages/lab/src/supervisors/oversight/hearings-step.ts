// Hearings steps: what a judge comes to on every asked example when somebody argues before it.

import { type Step, smallKind } from "../../engine/index.js";
import { type Labels, labelsOn, probabilitiesAt } from "../../labels/index.js";
import type { SupervisorBase, SupervisorRoom } from "../supervisor.js";
import { ClaimsOfRows, claimParts } from "./claims.js";
import { hearing, type Procedure, plainEnd } from "./hearing.js";
import { Jury } from "./jury.js";
import { outOfSample } from "./out-of-sample.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";
import { type Position, positionsGiven, sidesOf } from "./sides.js";
import { speakersOf } from "./words/speakers.js";
import { wordsStep } from "./words/words.js";

/** How hearings of a protocol go. */
export interface Hearings extends Omit<Procedure, "checks"> {
  readonly protocol: string;
  readonly judge: SupervisorBase;
  /** Who argues: one for an option given to it or chosen, or two for two. */
  readonly by: readonly SupervisorBase[];
  readonly position: Position;
  /** Whether the judge checks claims by its own answers, or the truth does. */
  readonly checks: "judge" | "exact";
  readonly label: string;
}

interface Value {
  readonly asked: ClaimsOfRows;
  readonly supervise: ClaimsOfRows;
  readonly protocol: string;
  readonly options: number;
  readonly turns: number;
  readonly simultaneous: boolean;
  readonly considered: number;
  readonly believed: boolean;
  readonly position: Position;
  readonly seed: number;
  /** Examples of the task, of which each is given a position. */
  readonly examples: number;
}

interface HearingsInputs {
  readonly judge: Step<Labels>;
  /** The judge's own answers about parts; undefined: the truth's. */
  readonly checks: Step<Labels> | undefined;
  readonly by: readonly Step<Labels>[];
  /** What those who argue say of parts, one each; none where there are no claims. */
  readonly parts: readonly Step<Labels>[];
  readonly [role: string]: Step | readonly Step[] | undefined;
}

const hearingsKind = smallKind<OverseenLabels, Value, HearingsInputs>({
  name: "hearings",
  version: 1,
  codec: overseenCodec,
  label: "before judges",
  async compute({ value, inputs }, context) {
    const { asked, supervise, options, protocol } = value;
    const checks = inputs.checks && (await context.result(inputs.checks));
    const { turns, simultaneous, considered, believed } = value;
    const procedure = { turns, simultaneous, considered, believed, checks };
    const by: { readonly own: Labels; readonly parts: Labels | undefined }[] = [];
    for (const [i, step] of inputs.by.entries()) {
      const parts = inputs.parts[i];
      const own = await context.result(step);
      by.push({ own, parts: parts && (await context.result(parts)) });
    }
    const positions = positionsGiven(value.seed, value.examples, options);
    const heardIn = (some: ClaimsOfRows) => {
      const opinions = by.map(({ own, parts }) => ({ own: labelsOn(own, some.rows), parts }));
      return (place: number) => {
        const row = some.rows[place]!;
        const said = opinions.map(({ own }) => probabilitiesAt(own.probabilities, place));
        const sides = sidesOf(said, positions[row]!, value.position);
        const [text, truth] = [some.texts[place]!, some.truth[place]!];
        const arguing = sides.map((side, i) => ({ ...side, parts: opinions[i]!.parts }));
        return { text, truth, claims: some.claims[place]!, sides: arguing };
      };
    };
    const jury = new Jury(options, checks === undefined);
    const learnt = heardIn(supervise);
    supervise.truth.forEach((truth, place) => {
      jury.learn(plainEnd(learnt(place), procedure), truth);
    });
    const { probabilities: judge } = labelsOn(await context.result(inputs.judge), asked.rows);
    const heard = heardIn(asked);
    return overseen(asked.rows, options, (_, place) =>
      hearing(protocol, heard(place), probabilitiesAt(judge, place), jury, procedure),
    );
  },
});

/** What a judge says of all asked rows after their hearings: in words, where the sides write. */
export function hearingsStep(
  spec: Hearings,
  seed: number,
  room: SupervisorRoom,
): Step<OverseenLabels> {
  const speakers = speakersOf(spec);
  if (speakers) return wordsStep(spec, speakers, seed, room);
  const { judge, by, checks, protocol, label } = spec;
  const { turns, simultaneous, considered, believed, position } = spec;
  const view = claimParts(room);
  const { supervise } = room.rows(seed);
  const value = {
    asked: ClaimsOfRows.of(room.asked(seed), view, room),
    supervise: ClaimsOfRows.of(supervise, view, room),
    ...{ protocol, turns, simultaneous, considered, believed, position, seed },
    options: room.task.options,
    examples: room.examples.length,
  };
  const inputs = {
    judge: room.say(judge, seed),
    checks: view && checks === "judge" ? outOfSample(judge, seed, room, view) : undefined,
    by: by.map((one) => outOfSample(one, seed, room)),
    parts: view ? by.map((one) => outOfSample(one, seed, room, view)) : [],
  };
  return room.graph.step(hearingsKind, value, inputs, `${label} on ${room.task.name}, ${seed}`);
}

/** Who is asked in which room. */
export function askedInHearings(
  { judge, by, checks }: Pick<Hearings, "judge" | "by" | "checks">,
  room: SupervisorRoom,
) {
  const view = claimParts(room);
  const parts = view && room.posed(view).room;
  return [
    { supervisor: judge, room },
    ...(parts && checks === "judge" ? [{ supervisor: judge, room: parts }] : []),
    ...by.flatMap((supervisor) => [
      { supervisor, room },
      ...(parts ? [{ supervisor, room: parts }] : []),
    ]),
  ];
}
