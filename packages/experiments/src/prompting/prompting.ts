// Prompting beside finetuning: zero-shot, and with weak and gold labels in the context.

import { InputError } from "@w2s/base";
import { type FeatureSource, finetune, model, naive, prompt, study } from "@w2s/lab";
import { metricOf } from "@w2s/report";
import { type BarPlace, barsFigure } from "../bars.js";
import type { Experiment } from "../experiment.js";
import { finetuned, probed, settingOf } from "../setting.js";

const world = {
  tasks: ["sorted", "brackets", "containment", "compare"],
  widths: [32, 128],
  examples: 2400,
} as const;

/** The paper's; the zoo's models read 64 tokens, in which two have room. */
const [paperShots, worldShots] = [5, 2];

const promptingFigure = barsFigure({
  name: "prompting",
  title: "Prompting beside finetuning",
  across: "how the model is asked",
  upwards: "test accuracy",
  levels: [{ y: 0.5, title: "chance of two options" }],
  columns: 2,
  bar(outcome): BarPlace[] {
    const { student: place, scores } = outcome;
    const how = placeOf(place);
    return [
      { place: how, series: "supervisor", value: metricOf(outcome, scores.weak) },
      { place: how, series: "weak labels", value: metricOf(outcome, scores.student) },
      { place: how, series: "gold labels", value: metricOf(outcome, scores.ceiling) },
    ];
  },
  doc:
    "One model asked in four ways: as it is (zero-shot), after some examples in its context, " +
    "and trained: by a linear probe and by finetuning; each with the supervisor's labels and " +
    "with ground truth. Zero-shot the two are one.",
});

/** How a student of this study is asked, or trained, by the end of its label. */
const placeOf = (student: string): string =>
  /(?:^| )(zero-shot|\d+-shot|finetuned(?: from its words)?)$/.exec(student)?.[1] ?? "linear probe";

export const prompting: Experiment = {
  name: "prompting",
  question: "Do weak labels in a model's context bring out what weak labels in its training do?",
  source: "Burns et al. 2023, section 5.2.1, figure 9",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const isWorld = given.models.length === 0;
    // A question of the world stands before its answer, as the models have read it.
    const words = isWorld
      ? { template: "{text} {label}", labelWords: ["no", "yes"], separator: " " }
      : {};
    const shots = isWorld ? worldShots : paperShots;
    const strongest = modelOf(ladder.at(-1)!);
    const { model: name, alias, revision } = strongest;
    const whole = model(name, { as: alias, ...(revision === undefined ? {} : { revision }) });
    return study({
      name: "prompting",
      task: tasks,
      supervisors: probed(ladder[0]!),
      students: [
        prompt(whole, { ...words, as: "zero-shot" }),
        prompt(whole, { ...words, shots, as: `${shots}-shot` }),
        probed(strongest),
        finetuned(strongest),
        ...(isWorld
          ? [
              finetune(strongest, {
                learningRate: 1e-3,
                labelWords: ["no", "yes"],
                as: "finetuned from its words",
              }),
            ]
          : []),
      ],
      methods: naive(),
      seeds: 3,
      figures: [promptingFigure],
      notes,
    });
  },
};

function modelOf(source: FeatureSource) {
  if (source.kind === "model") return source;
  throw new InputError(`prompting: "${source.alias}" is no language model; name one by --model`);
}
