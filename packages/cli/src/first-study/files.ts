// The files that `w2s init` writes.

import { reviews } from "./reviews.js";

/** Name to text. */
export function firstStudyFiles(): Record<string, string> {
  return { "first.study.ts": study, "reviews.tsv": reviews(), "README.md": readme };
}

const study = `// A first study: can a strong model, taught by a weaker one, do better than its teacher?
// Run it with: w2s run first.study.ts

import { confidence, model, naive, probe, study, table } from "w2s";

export default study({
  name: "first",
  // One example a line: text and label. Relative paths start at this file.
  task: table("reviews.tsv", { text: "sentence", label: "label" }),
  // The weak supervisor learns from ground truth and labels the rest.
  supervisors: [probe(model("demo").layer(1))],
  // The strong student learns from the supervisor's labels only.
  students: [probe(model("demo").layer(4))],
  methods: [naive(), confidence()],
  seeds: 3,
});
`;

const readme = `# A first weak-to-strong study

    w2s run first.study.ts

- \`first.study.ts\` says what is run: task, supervisors, students, methods, seeds.
- \`reviews.tsv\` is the data: made-up sentences with a label, 1 for praise and 0 for complaint.
- \`runs/first/\` gets the results: \`results.json\`, \`results.csv\` and \`run.json\`.

The model "demo" is made in memory: it shows how a study works, and its figures mean nothing else.
Put a real model in its place: a folder, or a name on the Hugging Face hub.

    w2s run first.study.ts --dry-run       what would run
    w2s run first.study.ts --set seeds=10  more seeds, narrower intervals
    w2s show first                         the table again
`;
