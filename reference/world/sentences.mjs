// Sentences and held-out questions of some skills, for learnability.py. After a build:
//   node reference/world/sentences.mjs "sorted maximum" 400000 > text.jsonl
// First a line with the vocabulary; then training sentences {"prompt", "answer"}; then questions {"text", "options",
// "label", "skill", "difficulty"}: the label is the right option's place. "all" adds the task honesty, by skill.

import { defaultMixture, mixtureText, parseMixture, vocabulary, worldRows } from "@w2s/world";

const [names = "sorted", count = "400000"] = process.argv.slice(2);
const picked = names === "all" ? Object.keys(defaultMixture.skills) : names.split(" ");
const skills = Object.fromEntries(picked.map((name) => [name, defaultMixture.skills[name]]));
const mixture = parseMixture({ ...defaultMixture, skills });
const out = [JSON.stringify({ vocabulary })];
for (const sentence of mixtureText(mixture, 0)) {
  out.push(JSON.stringify({ prompt: sentence.prompt, answer: sentence.answer }));
  if (out.length > Number(count)) break;
}
const OPTIONS = [["no", "yes"], ["false", "true"], ["answer", "refuse"]];
const tasks = [...picked.map((name) => (name === "rule" ? "safety" : name)), ...(names === "all" ? ["honesty"] : [])];
for (const task of tasks) {
  const examples = task === "add" ? 400 : task === "honesty" ? 3000 : 1000;
  const difficulty = task === "add" ? [1, 2] : [1, 8];
  for (const { text, label, ...row } of worldRows(task, { seed: 1, examples, difficulty })) {
    const options = OPTIONS.find((pair) => pair.includes(label));
    const [skill, level] = task === "honesty" ? [task, row.skill] : [row.skill, row.difficulty];
    out.push(JSON.stringify({ text, options, label: options.indexOf(label), skill, difficulty: level }));
  }
}
process.stdout.write(`${out.join("\n")}\n`);
