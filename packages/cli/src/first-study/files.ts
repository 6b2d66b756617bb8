// The files that `w2s init` writes.

import { reviews } from "./reviews.js";

/** Name to text. */
export function firstStudyFiles(): Record<string, string> {
  return { "first.study.ts": study, "reviews.tsv": reviews(), "README.md": readme };
}

const study = `// A first study: can a strong student, taught by a weaker supervisor, do better than its teacher?
// Run it with: npx w2s run first.study.ts

import { confidence, drawn, naive, probe, study, table } from "w2s";

export default study({
  name: "first",
  // One example a line: a sentence and its label. Relative paths start at this file.
  task: table("reviews.tsv", { text: "sentence", label: "label" }),
  // The weak supervisor learns from ground truth and labels the rest.
  supervisors: [probe(drawn(64, { noise: 1.5, as: "weak" }))],
  // The strong student learns from the supervisor's labels only.
  students: [probe(drawn(64, { noise: 0.1, as: "strong" }))],
  methods: [naive(), confidence()],
  seeds: 3,
});

// With language models in place of drawn features, by hub name or folder:
//   import { model } from "w2s";
//   const smol = model("HuggingFaceTB/SmolLM2-135M");
//   supervisors: [probe(smol.layer(5))], students: [probe(smol.layer(15))],
`;

const readme = `# A first weak-to-strong study

    npx w2s run first.study.ts

- \`first.study.ts\` says what is run: task, supervisors, students, methods, seeds.
- \`reviews.tsv\` is the data: made-up sentences with a label, 1 for praise and 0 for complaint.
- \`runs/first/\` gets the results: \`results.json\`, \`results.csv\` and \`run.json\`.

No language model is at work here: "drawn" features are random word vectors, and the weak supervisor sees them through
more noise. The study shows how w2s works, and its figures mean nothing else. Put models in their place, as
its last lines say.

    npx w2s run first.study.ts --dry-run       what would run
    npx w2s run first.study.ts --set seeds=10  more seeds, narrower intervals
    npx w2s show first                         the table again
    npx w2s init mine --from reviews.csv       a study of your own data

For types in an editor, and for \`npm run check\`: \`npm install\`.
`;
