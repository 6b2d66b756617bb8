// Recursive labels steps: what the round of an example's difficulty says, with what the rounds
// before it said on the way.

import { hashOf, type Identified, type Step, smallKind } from "../../engine/index.js";
import { type Labels, labelsOn, placesOf, probabilitiesAt } from "../../labels/index.js";
import type { Turn } from "../../outcome/index.js";
import type { SupervisorRoom } from "../supervisor.js";
import { asking, spent } from "./budget.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";

/** Asked rows with their texts, right options, and the round of each, from 0. */
class AskedTexts implements Identified {
  readonly identity: string;

  constructor(
    readonly rows: Int32Array,
    readonly texts: readonly string[],
    readonly truth: Int32Array,
    readonly round: Int32Array,
  ) {
    this.identity = hashOf([rows, truth, round, texts]);
  }
}

interface RecursiveInputs {
  /** What the first model says, of texts alone. */
  readonly first: Step<Labels>;
  /** What each later one says, with remarks of the one before it. */
  readonly later: readonly Step<OverseenLabels>[];
  readonly [role: string]: Step | readonly Step[];
}

const recursiveStepKind = smallKind<
  OverseenLabels,
  { readonly asked: AskedTexts; readonly options: number },
  RecursiveInputs
>({
  name: "recursive labels",
  version: 2,
  codec: overseenCodec,
  label: "labels in rounds",
  async compute({ value: { asked, options }, inputs }, context) {
    const first = labelsOn(await context.result(inputs.first), asked.rows).probabilities;
    const later: OverseenLabels[] = [];
    for (const step of inputs.later) later.push(await context.result(step));
    return overseen(asked.rows, options, (row, place) => {
      const text = asked.texts[place]!;
      const said = probabilitiesAt(first, place);
      const opening: Turn = {
        does: "asks",
        who: "round 1",
        text,
        said,
        truth: asked.truth[place]!,
      };
      const rounds = later
        .slice(0, asked.round[place])
        .map((one) => one.transcripts[placesOf(one).get(row)!]!);
      const turns = rounds.flatMap((one, i) =>
        one.turns.map((turn): Turn => {
          return { ...turn, who: turn.does === "shows" ? `round ${i + 1}` : `round ${i + 2}` };
        }),
      );
      return {
        protocol: "recursive",
        turns: [opening, ...turns],
        said: [...(rounds.at(-1)?.said ?? said)],
        budget: spent([asking(text), ...rounds.map(({ budget }) => budget)]),
      };
    });
  },
});

/**
 * What the rounds say of all asked rows, each of its own.
 * @param band the round of every example, from 0
 */
export function recursiveStep(
  label: string,
  first: Step<Labels>,
  later: readonly Step<OverseenLabels>[],
  band: Int32Array,
  seed: number,
  room: SupervisorRoom,
): Step<OverseenLabels> {
  const rows = room.asked(seed);
  const asked = new AskedTexts(
    rows,
    Array.from(rows, (row) => room.examples[row]!.inputs.join("\n")),
    rows.map((row) => room.truth[row]!),
    rows.map((row) => band[row]!),
  );
  const value = { asked, options: room.task.options };
  const name = `${label} on ${room.task.name}, ${seed}`;
  return room.graph.step(recursiveStepKind, value, { first, later }, name);
}
