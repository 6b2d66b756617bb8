// What a reader must grant for the experiment to say anything about people who supervise better AI,
// and where the likeness ends. Source: Burns et al. 2023, sections 1 and 6 and appendix G.

/** Said on every report, whatever was studied. */
export const assumptions: readonly string[] = [
  "The weak model stands in for people. People's errors may be of another kind than a small " +
    "model's: harder to imitate, or easier.",
  "Imitation saliency: a future model may know well what its supervisors think, and imitate " +
    "their errors more readily than these students do.",
  "Pretraining leakage: a student's pretraining may hold what supervision is to bring out, in a " +
    "form that a superhuman task would not have. The untouched student, where it was scored, " +
    "shows " +
    "how much of it comes without any teaching.",
  "PGR compares accuracies on one test split. It says nothing about what a student does on " +
    "other inputs, nor why.",
  "Intervals are over test examples and seeds. Seeds halve one pool of examples anew, so they " +
    "share " +
    "about half of their training rows: intervals know little of other pools, and nothing of " +
    "other " +
    "tasks, models, splits of the pretraining text, or settings.",
  "A student's weights are those that agree most with its weak labels on validation; supervisors " +
    "and ceilings select on ground truth of their own parts. What the study's settings (learning " +
    "rates, epochs, layers) were chosen on is not recorded: where ceilings or test scores were " +
    "looked at first, ground truth took part.",
];
