// A guess as the study file that a user edits.

import type { Guess } from "./sample.js";

export interface StudyText {
  /** The study's name. */
  readonly name: string;
  /** The data, as seen from the study file. */
  readonly source: string;
  /** The data, as the user named it. */
  readonly shown: string;
  readonly guess: Guess;
  /** What loading the task with these options gave. */
  readonly found: string;
}

/** Seeds of the study. */
export const seeds = 3;

/** The file's text. Every line of the task says why it is so. */
export function studyText({ name, source, shown, guess, found }: StudyText): string {
  const { kind, options, reasons, notes } = guess;
  const lines = Object.entries(options).map(([key, value]) => {
    const reason = reasons[key];
    return `${reason ? `    // ${reason}\n` : ""}    ${key}: ${literal(value)},`;
  });
  const remarks = notes.map((note) => wrapped(note).join("\n"));
  const imports = ["confidence", "model", "naive", "probe", "study", kind].sort();
  return `// A study of ${shown}, begun by w2s init.
// Its columns were guessed: check the task below, and change what is not so. Options: docs/tasks.md
// and docs/studies.md of w2s.

import { ${imports.join(", ")} } from "w2s";

// A small sentence encoder, from a folder (--models DIR), the Hugging Face cache or the hub.
const encoder = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });

export default study({
  name: ${JSON.stringify(name)},
  // ${found}
${remarks.length === 0 ? "" : `${remarks.join("\n")}\n`}  task: ${kind}(${JSON.stringify(source)}, {
${lines.join("\n")}
  }),
  // The weak supervisor learns from ground truth and labels the rest.
  supervisors: [probe(encoder.layer(0))],
  // The strong student learns from the supervisor's labels only.
  students: [probe(encoder.layer(6))],
  methods: [naive(), confidence()],
  seeds: ${seeds},
});
`;
}

/** A value as TypeScript writes it. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${item}`,
  );
  return `{ ${entries.join(", ")} }`;
}

function wrapped(note: string): string[] {
  const lines: string[] = [];
  for (const word of `LOOK: ${note}`.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 92) lines.push(`  // ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
