// The README of a written world: what the files are, and how a study reads each task.

import type { Mixture } from "./mixture.js";
import { skillNames } from "./skills/index.js";
import { COMMON } from "./task-kinds.js";
import { taskKinds, worldTaskNames } from "./tasks.js";

/** Markdown, the same for the same arguments. */
export function worldReadme(mixture: Mixture, seed: number, examples: number): string {
  const practised = skillNames.filter((name) => mixture.skills[name] !== undefined);
  const absent = skillNames.filter((name) => mixture.skills[name] === undefined);
  const shuffled = practised.filter((name) => mixture.skills[name]!.shuffled);
  return `# A world

Written by \`w2s world\` with seed ${seed}. The same mixture and seed give the same bytes.

- \`mixture.json\`: what models are pretrained on. Skills: ${list(practised)}. Left out: ${list(absent)}. With shuffled answers: ${list(shuffled)}.
- \`tokenizer.json\`, \`tokenizer_config.json\`: Hugging Face files; a word a token, digits and brackets one by one.
- \`sample.txt\`: the first 200 sentences of the text.
- \`tasks/\`: ${examples} rows each, of questions that the text never shows. \`group\` is the question; \`skill\` and \`difficulty\` are facts.
- \`parts/\`: the first 100 problems of each skill's task (of \`rule\`: of \`safety\`) with their parts, each a question with its answer,
  and witnesses: claims that hold when the parts at some places (from 0) have some answers, and the answer that a true one proves.

In a study file in this folder:

\`\`\`ts
import { answers, choices, pairs, table } from ${JSON.stringify("w2s")};

${worldTaskNames.map(taskLine).join("\n\n")}
\`\`\`

Protocols of oversight take problems apart, by a function that no file can hold: for these, \`worldTask("sorted", { seed: ${seed}, examples: ${examples} })\` is the same task with its parts.
`;
}

function taskLine(name: (typeof worldTaskNames)[number]): string {
  const { asks, task } = taskKinds[name];
  const { kind, source, options } = task(`tasks/${name}.jsonl`, { name, ...COMMON });
  // How a problem comes apart is a function, which only `worldTask` brings along.
  const fields = Object.entries(options).filter(
    ([key, value]) => key !== "name" && typeof value !== "function",
  );
  const shown = fields.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ");
  return `// ${asks}\n${kind}(${JSON.stringify(source)}, { ${shown} });`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
