// The README.md of a folder of labels: what is in it, and how a student comes back.

import type { LabelPlan } from "../../plan/index.js";
import type { LabelManifestFile } from "./files.js";

/** The page's text. */
export function labelsReadme(
  { summary, sets, warnings }: LabelPlan,
  files: readonly LabelManifestFile[],
): string {
  const tasks = [...new Map(sets.map(({ task }) => [task.name, task])).values()];
  const [first] = sets;
  const line = { id: first ? first.task.examples[first.splits.test[0]!]!.id : "17" };
  const { supervisor, seed } = first ?? { supervisor: "weak", seed: 0 };
  const student = { ...line, role: "student", supervisor, seed, probabilities: [0.2, 0.8] };
  const ceiling = { ...line, role: "ceiling", seed, probabilities: [0.1, 0.9] };
  return `# Labels of the study "${summary.study}"

Written by \`w2s labels export\`, for students that are trained elsewhere. Each file is there as
JSONL and as Parquet, one a task, supervisor, kind of labels and seed. \`manifest.json\` has every
file's SHA-256.

| file | task | labels by | kind | seed | rows |
| --- | --- | --- | --- | --- | --- |
${files
  .filter(({ file }) => file.endsWith(".jsonl"))
  .map(tableRow)
  .join("\n")}

## Columns

| column | what |
| --- | --- |
| \`id\` | the example's id; predictions are joined by it |
| \`split\` | \`transfer\`: learn from; \`validation\`: select by; \`test\`: predict |
| \`text\`; \`texts\` (JSONL), \`text_0\` ... (Parquet) | the text, or K that are compared |
| \`probabilities\`; \`probability_0\` ... (Parquet) | the label: K that sum to 1; null on test |

Options, in the order of the probabilities:

${tasks.map(optionsLine).join("\n")}

## What is ground truth

The files with \`.truth.\` in their names, and no other. They are for the ceiling alone: the same
student, trained in the same way, on these labels in place of the weak ones. A student that sees
them measures nothing.
Ground truth of \`test\` is in no file.

${warnings.length === 0 ? "" : `## What to know\n\n${list(warnings)}\n\n`}## The way back

For every test example, seed and supervisor write what the student says, and once a seed what the
ceiling says:

\`\`\`json
${JSON.stringify(student)}
${JSON.stringify(ceiling)}
\`\`\`

and name the file in the study: \`students: predictions("theirs.jsonl")\`.${
    tasks.length > 1 ? ' With several tasks each line says its `"task"`, too.' : ""
  }
`;
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

function optionsLine({ name, optionNames }: LabelPlan["sets"][number]["task"]): string {
  return `- ${name}: ${optionNames.map((option, k) => `${k} is ${option}`).join(", ")}`;
}

function tableRow({ file, task, supervisor, labels, seed, rows }: LabelManifestFile): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const by = supervisor === null ? "**ground truth**" : cell(supervisor);
  const cells = [`\`${file}\``, cell(task), by, labels ?? "hard", seed, rows];
  return `| ${cells.join(" | ")} |`;
}
