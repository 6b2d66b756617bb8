// Decomposed labels steps: what an overseer said of parts, combined.

import { type Step, smallKind } from "../../engine/index.js";
import { type Labels, placesOf, Rows } from "../../labels/index.js";
import type { Transcript, Turn } from "../../outcome/index.js";
import { random } from "../../random.js";
import type { SupervisorBase, SupervisorRoom } from "../supervisor.js";
import { asking, spent } from "./budget.js";
import { type Leaves, type LeavesOfRows, taskLeaves } from "./leaves.js";
import { type OverseenLabels, overseen, overseenCodec } from "./overseen.js";

/** How an example is decomposed. */
export interface Decomposing {
  readonly overseer: SupervisorBase;
  readonly depth: number;
  readonly combine: "answers" | "probabilities";
  readonly wrong: { readonly rate: number };
  readonly label: string;
}

interface Value {
  readonly leaves: LeavesOfRows;
  /** The splits, in which so many parts are wrong on purpose. */
  readonly splits: readonly Rows[];
  /** The first part of each row among all, by the row's place; the others follow. */
  readonly first: Rows;
  readonly options: number;
  readonly combine: Decomposing["combine"];
  readonly wrong: number;
  readonly seed: number;
}

/** Parts of which all combinations are weighed; of more, some are drawn. */
const mostWeighed = 10;
const drawn = 1000;

const decomposedKind = smallKind<OverseenLabels, Value, { readonly by: Step<Labels> }>({
  name: "decomposed labels",
  version: 1,
  codec: overseenCodec,
  label: "parts combined",
  async compute({ value, inputs }, context) {
    const said = await context.result(inputs.by);
    const at = placesOf(said);
    const rows = Int32Array.from(value.splits.flatMap(({ list }) => [...list]));
    const wrong = wrongParts(value);
    const stream = random(value.seed, "combinations of parts");
    return overseen(rows, value.options, (row, place) => {
      const leaves = value.leaves.at(row);
      const start = value.first.list[place]!;
      const yes = leaves.parts.map((_, i) => {
        const p = said.probabilities.data[2 * at.get(start + i)! + 1]!;
        return wrong.has(start + i) ? 1 - p : p;
      });
      const turns = leaves.parts.map((part, i): Turn => {
        const [no, own] = said.probabilities.data.subarray(2 * at.get(start + i)!);
        return {
          does: "asks",
          who: "overseer",
          text: part.text,
          said: [no!, own!],
          truth: part.label,
          part: true,
          ...(wrong.has(start + i) && { wrong: true }),
        };
      });
      const together =
        value.combine === "answers"
          ? certain(leaves.combine(yes.map(answer)), value.options)
          : weighed(leaves, yes, value.options, stream.uniform);
      return transcript(turns, together, leaves);
    });
  },
});

const answer = (yes: number): number => Number(yes > 0.5);

const transcript = (turns: readonly Turn[], said: number[], { parts }: Leaves): Transcript => ({
  protocol: "decomposition",
  turns,
  said,
  budget: spent(parts.map(({ text }) => asking(text))),
});

/** All of one option; of none, all alike. */
export function certain(option: number, options: number): number[] {
  return Array.from({ length: options }, (_, k) =>
    option < 0 ? 1 / options : Number(k === option),
  );
}

/** How likely each option is when parts are independently yes as likely as said. */
export function weighed(
  { combine, parts }: Pick<Leaves, "combine" | "parts">,
  yes: readonly number[],
  options: number,
  uniform: () => number,
): number[] {
  const shares = new Array<number>(options).fill(0);
  const add = (answers: readonly number[], weight: number) =>
    certain(combine(answers), options).forEach((share, k) => {
      shares[k]! += weight * share;
    });
  if (parts.length > mostWeighed) {
    for (let draw = 0; draw < drawn; draw++) {
      add(
        yes.map((p) => Number(uniform() < p)),
        1 / drawn,
      );
    }
    return shares;
  }
  for (let set = 0; set < 2 ** parts.length; set++) {
    const answers = yes.map((_, i) => (set >> i) & 1);
    add(
      answers,
      answers.reduce((product, one, i) => product * (one === 1 ? yes[i]! : 1 - yes[i]!), 1),
    );
  }
  return shares;
}

/** Parts whose answers are turned round: so many of each split, drawn. */
function wrongParts({ splits, first, leaves, wrong, seed }: Value): ReadonlySet<number> {
  const found = new Set<number>();
  if (wrong === 0) return found;
  const stream = random(seed, "parts wrong on purpose");
  let place = 0;
  for (const { list } of splits) {
    const parts = Array.from(list, (row, i) =>
      leaves.at(row).parts.map((_, part) => first.list[place + i]! + part),
    ).flat();
    place += list.length;
    const order = stream.permutation(parts.length);
    const count = Math.round(wrong * parts.length);
    for (const i of order.subarray(0, count)) found.add(parts[i]!);
  }
  return found;
}

/** What the overseer says of all parts of the asked rows, combined. */
export function decomposedStep(
  { overseer, depth, combine, wrong, label }: Decomposing,
  seed: number,
  room: SupervisorRoom,
): Step<OverseenLabels> {
  const all = taskLeaves(room, depth, "decomposition");
  const { room: posed, poses } = room.posed(all.view);
  const asked = room.asked(seed);
  const value: Value = {
    leaves: all.of(asked),
    splits: room.parts(seed).map((part) => new Rows(part)),
    first: new Rows(asked.map((row) => poses.first(row))),
    options: room.task.options,
    combine,
    wrong: wrong.rate,
    seed,
  };
  const by = posed.say(overseer, seed);
  return room.graph.step(decomposedKind, value, { by }, `${label} on ${room.task.name}, ${seed}`);
}
