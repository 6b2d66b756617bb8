// What a reader must grant for the experiment to say anything about people who supervise better AI,
// and where the likeness ends. Source: Burns et al. 2023, sections 1 and 6 and appendix G.

/** Said on every report, whatever was studied. */
export const assumptions: readonly string[] = [
  "The weak model stands in for people. People's errors may be of another kind than a small " +
    "model's: harder to imitate, or easier.",
  "Imitation saliency: a future model may know well what its supervisors think, and imitate " +
    "their errors more readily than these students do.",
  "Pretraining leakage: a student's pretraining may hold what supervision is to bring out, in a " +
    "form that a superhuman task would not have.",
  "PGR compares accuracies on one test split. It says nothing about what a student does on " +
    "other inputs, nor why.",
  "Intervals are over test examples and seeds. They know nothing of other tasks, models, splits " +
    "of the pretraining text, or settings.",
  "The epoch that is kept agrees most with weak labels; no setting was chosen on ground truth " +
    "of the transfer split.",
];
