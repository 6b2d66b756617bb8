// A consultancy or debate whose sides write: the step of what its judge comes to.

import type { Step } from "../../../engine/index.js";
import { Rows } from "../../../labels/index.js";
import { choiceShape } from "../../../students/index.js";
import type { SupervisorBase, SupervisorRoom } from "../../supervisor.js";
import type { OverseenLabels } from "../overseen.js";
import type { Speakers } from "./speakers.js";
import { Roles, type WordsValue, wordsKind } from "./step.js";

/** How a protocol in words goes. */
export interface InWords
  extends Pick<WordsValue, "protocol" | "position" | "turns" | "simultaneous"> {
  readonly judge: SupervisorBase;
  readonly by: readonly SupervisorBase[];
  readonly label: string;
}

/** What a judge says of all asked rows after it has read what was argued. */
export function wordsStep(
  spec: InWords,
  speakers: Speakers,
  seed: number,
  room: SupervisorRoom,
): Step<OverseenLabels> {
  const { protocol, position, turns, simultaneous, label, judge, by } = spec;
  const { task, texts, graph, examples, truth } = room;
  const rows = room.asked(seed);
  const value = {
    roles: new Roles(speakers),
    ...{ protocol, position, turns, simultaneous, seed },
    shape: choiceShape(task, `a ${protocol} in words`),
    options: task.options,
    names: speakers.judge.asking.labelWords ?? task.optionNames,
    texts,
    rows: new Rows(rows),
    truth: new Rows(rows.map((row) => truth[row]!)),
    examples: examples.length,
  };
  const inputs = { judge: room.say(judge, seed), by: by.map((one) => room.say(one, seed)) };
  return graph.step(wordsKind, value, inputs, `${label} on ${task.name}, ${seed}`);
}
