// How much of what supervision brings out did pretraining put in by asking?

import { InputError } from "@w2s/base";
import { confidence, model, naive, study } from "@w2s/lab";
import { worldNotes, worldTask } from "@w2s/world";
import { barsFigure } from "../bars.js";
import type { Experiment } from "../experiment.js";
import { finetuned, probed, zooLayer } from "../setting.js";

/** Three students of one size, recipe and seed, by how often their pretraining asked. */
const students = [
  { asked: "never asked", name: "64-asked-0" },
  { asked: "a tenth asked", name: "64-asked-10" },
  { asked: "always asked", name: "64" },
] as const;

const leakageFigure = barsFigure({
  name: "leakage",
  title: "Reached on the test, by how often pretraining asked the question",
  across: "share of the skills' sentences that asked",
  upwards: "test accuracy",
  levels: [{ y: 0.5, title: "chance" }],
  bar({ student, studentModel: { adapted }, method, scores }) {
    const found = students.find(({ asked }) => student.startsWith(asked))!;
    if (method !== "naive") return null;
    return [
      { place: found.asked, series: `${adapted}, weak labels`, value: scores.student.accuracy },
      { place: found.asked, series: `${adapted}, truth`, value: scores.ceiling.accuracy },
    ];
  },
  doc:
    "Students of one size whose pretraining read the same skills, and asked their questions in " +
    "none, a tenth or all of the sentences that are no parts: what each reaches by its " +
    "supervisor's labels and by ground truth, with new heads.",
});

export const leakage: Experiment = {
  name: "leakage",
  question: "How much of what supervision brings out did pretraining put in by asking?",
  source: "Burns et al. 2023, section 6.1, pretraining leakage",
  study({ tasks, models }) {
    if (models.length > 0) {
      throw new InputError(
        "--model: leakage takes none; it is about three models of the zoo, whose text is known",
      );
    }
    const source = ({ asked, name }: (typeof students)[number]) =>
      model(`zoo:w2s-world-${name}`, { as: asked, pooling: "last" }).layer(2);
    return study({
      name: "leakage",
      task:
        tasks.length > 0
          ? [...tasks]
          : (["sorted", "brackets", "compare"] as const).map((name) =>
              worldTask(name, { examples: 4000 }),
            ),
      supervisors: probed(zooLayer(32)),
      students: [
        ...students.map((one) => probed(source(one))),
        ...students.map((one) => finetuned(source(one))),
      ],
      methods: [naive(), confidence({ alpha: 0.75 })],
      seeds: 5,
      figures: [leakageFigure],
      notes: worldNotes,
    });
  },
};
