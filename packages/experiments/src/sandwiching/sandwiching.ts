// Sandwiching: does a non-expert with a protocol beat both itself and the model that helps it, and
// what do students make of what it says?

import { limited, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import {
  longerDebates,
  ofAnyTask,
  ofParts,
  ofPartsAlone,
  ofSkimming,
  ofTheWorldAlone,
  type Party,
} from "../oversight/protocols.js";
import { namesOf, seatName, seatsOf } from "../oversight/seats.js";
import { probing, type Sitter, tuning } from "../oversight/sitters.js";
import { allComeApart, asWhole, overseenTasks } from "../oversight/wholes.js";
import { probed, settingOf } from "../setting.js";
import { budgetFigure } from "./budget.js";
import { sandwichingFigure, studentsFigure } from "./figure.js";

const world = {
  tasks: overseenTasks,
  widths: [16, 24, 32, 64, 128, "64-seed-1"],
  examples: 3000,
} as const;

/** Words and marks of each text that an overseer of real text reads: questions stand last. */
const reading = { tokens: 20, last: 20 } as const;

/** How the last overseer and the strongest model of real text are finetuned, beside probes. */
const tuned = { blocks: 2, learningRate: 3e-4, epochs: 3 } as const;

export const sandwiching: Experiment = {
  name: "sandwiching",
  question:
    "Does a non-expert with a protocol beat both itself and the model that helps it, and do " +
    "students of its labels gain?",
  source: "the sources' sandwiching; Bowman et al. 2022; Kenton et al. 2024 (2407.04622)",
  study(given) {
    const { tasks: asked, ladder, notes } = settingOf(given, world);
    const tasks = asked.map(asWhole);
    const apart = allComeApart(tasks);
    const nameOf = namesOf(ladder);
    const { overseers, models, student } = seatsOf(ladder);
    const seated = (sources: typeof ladder): Sitter[] => [
      ...sources.map((one) => probing(one, nameOf(one))),
      ...(apart ? [] : tuning(sources.at(-1)!, nameOf(sources.at(-1)!), tuned)),
    ];
    const [below, above] = [seated(overseers), seated(models)];
    const seat = (protocol: string, overseer: Sitter, model?: Sitter): string =>
      seatName({ protocol, overseer: overseer.name, model: model?.name ?? null });
    const judge = ({ sits }: Sitter, as?: string): Party =>
      apart ? sits(as) : limited(sits(), { ...reading, ...(as !== undefined && { as }) });
    const helped = apart
      ? { ...ofAnyTask, ...ofParts, ...longerDebates, ...ofSkimming }
      : ofAnyTask;
    const helpless = apart ? { ...ofPartsAlone, ...ofTheWorldAlone } : {};
    const supervisors: Party[] = [
      ...below.map((one) => judge(one, seat("alone", one))),
      ...above.map((one) => one.sits(seat("model", one))),
      ...below.flatMap((one) => [
        ...Object.entries(helpless).map(([name, make]) => make(judge(one), seat(name, one))),
        ...above.flatMap((model) =>
          Object.entries(helped).map(([name, make]) =>
            make(judge(one), model.sits(), seat(name, one, model)),
          ),
        ),
      ]),
    ];
    return study({
      name: "sandwiching",
      task: tasks,
      supervisors,
      students: probed(student),
      methods: naive(),
      seeds: 5,
      arms: "none",
      figures: [sandwichingFigure, studentsFigure, budgetFigure],
      notes: [
        ...notes,
        "Who stands above is ground truth: an expert is always right.",
        ...(apart
          ? []
          : [
              `Overseers read the first ${reading.tokens} and the last ${reading.last} words and ` +
                "marks of each text; models read all of it.",
            ]),
      ],
    });
  },
};
