// Answers in words: sums and maxima that models of the world say digit by digit. Five epochs and no
// early stopping, as in the paper's chess (Burns et al. 2023, appendix A).

import { finetune, model, study, worldNotes, worldTask } from "w2s";

const taught = (width: number) =>
  finetune(model(`zoo:w2s-world-${width}`), {
    epochs: 5,
    selection: "last",
    learningRate: 1e-3,
    answerTokens: 8,
  });

export default study({
  name: "answers",
  task: [worldTask("add-answers", { seed: 7 }), worldTask("maximum-answers", { seed: 7 })],
  supervisors: [16, 32, 64].map(taught),
  students: taught(128),
  arms: ["untouched", "uninformed"],
  seeds: 3,
  notes: worldNotes,
});
