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
  const hasUninformed = files.some(({ role }) => role === "uninformed");
  return `# Labels of the study "${summary.study}"

Written by \`w2s labels export\`, for students that are trained elsewhere. Each file is there as
JSONL and as Parquet, one a task, supervisor, kind of labels and seed. \`role\` is what the
predictions of who learnt from a file say as theirs. \`manifest.json\` has every file's SHA-256.

| file | task | labels by | kind | role | seed | rows |
| --- | --- | --- | --- | --- | --- | --- |
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

## Arms

Rows of three more roles may stand there, each for every test example or not at all. They say what a
student's number must be compared with.

| \`role\` | the same student, | one row an example for each |
| --- | --- | --- |
| \`untouched\` | before any training: PGR asks that the ceiling clears it | seed, or once |
| \`uninformed\` | taught by labels without information: ${
    hasUninformed
      ? "the files with `.uninformed.` in their names, the supervisor's labels dealt out at random"
      : "`w2s labels export --arms uninformed` writes them"
  } | seed and supervisor |
| \`selfTaught\` | taught by its own labels, as below | seed |

For \`selfTaught\` the student is trained on ground truth of \`supervise\`, the supervisor's own
examples; what it then says of \`transfer\` and \`validation\` teaches the same student afresh. No
file here has \`supervise\`: whoever has that split from elsewhere can give these rows, nobody can
from this folder.
`;
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

function optionsLine({ name, optionNames }: LabelPlan["sets"][number]["task"]): string {
  return `- ${name}: ${optionNames.map((option, k) => `${k} is ${option}`).join(", ")}`;
}

function tableRow({ file, task, supervisor, labels, role, seed, rows }: LabelManifestFile): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const by = supervisor === null ? "**ground truth**" : cell(supervisor);
  const cells = [`\`${file}\``, cell(task), by, labels ?? "hard", role, seed, rows];
  return `| ${cells.join(" | ")} |`;
}
