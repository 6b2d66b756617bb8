// Sentences and held-out questions of some skills, for learnability.py. After a build:
//   node reference/world/sentences.mjs "sorted maximum" 400000 > /tmp/text.jsonl
// First a line with the vocabulary; then training sentences {"prompt", "answer"}; then questions {"text", "options", "label",
// "skill", "difficulty"} of which the model picks the likelier option as next token.

import { defaultMixture, mixtureText, parseMixture, vocabulary, worldRows } from "../../packages/lab/dist/world/index.js";

const [names = "sorted", count = "400000"] = process.argv.slice(2);
const picked = names === "all" ? Object.keys(defaultMixture.skills) : names.split(" ");
const skills = Object.fromEntries(picked.map((name) => [name, defaultMixture.skills[name]]));
const mixture = parseMixture({ ...defaultMixture, skills });
const out = [JSON.stringify({ vocabulary })];
for (const sentence of mixtureText(mixture, 0)) {
  out.push(JSON.stringify({ prompt: sentence.prompt, answer: sentence.answer }));
  if (out.length > Number(count)) break;
}
const OPTIONS = { yes: ["no", "yes"], no: ["no", "yes"], true: ["false", "true"], false: ["false", "true"] };
for (const skill of picked) {
  if (skill === "rule") continue;
  const difficulty = mixture.skills[skill].difficulty;
  for (const { text, label, ...row } of worldRows(skill, { seed: 1, examples: skill === "add" ? 400 : 1000, difficulty })) {
    const options = OPTIONS[label];
    out.push(JSON.stringify({ text, options, label: options.indexOf(label), skill, difficulty: row.difficulty }));
  }
}
process.stdout.write(`${out.join("\n")}\n`);
