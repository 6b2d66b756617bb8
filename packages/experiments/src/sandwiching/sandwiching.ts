// Sandwiching: does a non-expert with a protocol beat both itself and the model that helps it, and
// what do students make of what it says?

import { type FeatureSource, limited, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import {
  longerDebates,
  ofAnyTask,
  ofParts,
  ofPartsAlone,
  type Party,
} from "../oversight/protocols.js";
import { namesOf, seatName, seatsOf } from "../oversight/seats.js";
import { asWhole, wholeTasks } from "../oversight/wholes.js";
import { probed, settingOf } from "../setting.js";
import { budgetFigure } from "./budget.js";
import { sandwichingFigure, studentsFigure } from "./figure.js";

const world = {
  tasks: [
    "compare",
    "sorted",
    "palindrome",
    "maximum",
    "containment",
    "outsider",
    // Without parts: there protocols should not help.
    ...wholeTasks,
  ],
  widths: [16, 24, 32, 64, 128, "64-seed-1"],
  examples: 3000,
} as const;

/** Words and marks of each text that an overseer of real text reads. */
const tokens = 60;

export const sandwiching: Experiment = {
  name: "sandwiching",
  question:
    "Does a non-expert with a protocol beat both itself and the model that helps it, and do " +
    "students of its labels gain?",
  source: "the sources' sandwiching; Bowman et al. 2022; Kenton et al. 2024 (2407.04622)",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const own = given.tasks.length > 0;
    const nameOf = namesOf(ladder);
    const { overseers, models, student } = seatsOf(ladder);
    const seat = (protocol: string, overseer: FeatureSource, model?: FeatureSource): string =>
      seatName({ protocol, overseer: nameOf(overseer), model: model ? nameOf(model) : null });
    const judge = (source: FeatureSource, as?: string): Party => {
      const spec = probed(source, as !== undefined && !own ? { as } : {});
      const reading = { tokens, ...(as !== undefined && { as }) };
      return own ? limited(spec, reading) : spec;
    };
    const protocols = own ? ofAnyTask : { ...ofAnyTask, ...ofParts, ...longerDebates };
    const supervisors: Party[] = [
      ...overseers.map((one) => judge(one, seat("alone", one))),
      ...models.map((one) => probed(one, { as: seat("model", one) })),
      ...overseers.flatMap((one) => [
        ...Object.entries(own ? {} : ofPartsAlone).map(([name, make]) =>
          make(judge(one), seat(name, one)),
        ),
        ...models.flatMap((model) =>
          Object.entries(protocols).map(([name, make]) =>
            make(judge(one), probed(model), seat(name, one, model)),
          ),
        ),
      ]),
    ];
    return study({
      name: "sandwiching",
      task: own ? tasks : tasks.map(asWhole),
      supervisors,
      students: probed(student),
      methods: naive(),
      seeds: 5,
      arms: "none",
      figures: [sandwichingFigure, studentsFigure, budgetFigure],
      notes: [
        ...notes,
        "Who stands above is ground truth: an expert is always right.",
        ...(own ? [`Overseers read the first ${tokens} words and marks of each text.`] : []),
      ],
    });
  },
};
