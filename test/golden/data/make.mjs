// Makes the data files beside it: `node test/golden/data/make.mjs CHECKOUT`, a built checkout of
// commit 9ef4f30. They are committed; nothing makes them again.

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const lab = resolve(process.argv[2], "packages/lab/dist/index.js");
const { random, worldRows } = await import(pathToFileURL(lab).href);

function write(name, lines) {
  writeFileSync(new URL(name, import.meta.url), `${lines.join("\n")}\n`);
}

/** Three classes: is the largest digit 2 to 4, 5 to 7, or 8 or 9? */
function largest() {
  const sizeOf = (digit) => (digit < 5 ? "low" : digit < 8 ? "middle" : "high");
  return [...worldRows("maximum", { seed: 1, examples: 900 })].map(({ id, group, difficulty }) => {
    const digits = [...group.matchAll(/\d/g)].map(Number);
    return JSON.stringify({ id, text: group, size: sizeOf(Math.max(...digits)), difficulty });
  });
}

/** Questions with three choices each. */
function which() {
  const rows = [...worldRows("quiz", { seed: 2, examples: 1200, difficulty: [1, 3] })];
  return rows
    .filter(({ choices }) => choices.length >= 3)
    .slice(0, 700)
    .map(({ id, question, choices, answer }) => {
      const wrong = choices.filter((choice) => choice !== answer).slice(0, 2);
      const at = choices.indexOf(answer) % 3;
      return JSON.stringify({ id, question, choices: wrong.toSpliced(at, 0, answer), answer });
    });
}

/** Sentences that say what they think, with a word for it or against it, about films of 1 to 9. */
function films() {
  const good = "warm bright funny honest moving clever tender lively graceful sharp".split(" ");
  const bad = "cold dull silly false flat stupid harsh lifeless clumsy vague".split(" ");
  const other = "film story scene actor score plot voice ending light cast town night".split(" ");
  const next = random(3, "golden/films");
  const oneOf = (words) => words[next.integer(words.length)];
  const lines = ["film,text,label"];
  for (let film = 0; lines.length <= 900; film++) {
    for (let left = 1 + next.integer(9); left > 0 && lines.length <= 900; left--) {
      const label = next.integer(2);
      const says = Array.from({ length: 5 }, (_, i) => {
        const agrees = i === 0 || next.integer(100) < 60;
        return `${oneOf(agrees === (label === 1) ? good : bad)} ${oneOf(other)}`;
      });
      lines.push(`film ${film},${next.shuffle(says).join(" and ")},${label}`);
    }
  }
  return lines;
}

write("largest.jsonl", largest());
write("which.jsonl", which());
write("films.csv", films());
