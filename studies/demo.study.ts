// The demonstration: `npm run demo`. The whole pipeline on data and features that are drawn in memory, so that it runs
// anywhere in seconds. No language model is involved and the numbers say nothing about one: see studies/probes.study.ts
// for that.
//
// The task: is a review of made-up adjectives kind or unkind? Each adjective has a hidden weight, and the sign of their sum
// decides. The "models" give each word a random vector; a wider one tells more adjectives apart, and each sees the text
// through noise of its own.

import { confidence, drawn, naive, probe, random, rows, study, table } from "w2s";

const syllables = ["ba", "do", "fi", "ga", "ku", "lo", "me", "na", "pi", "ru", "so", "ta", "vi", "zo"];

function* reviews() {
  const draw = random(0, "demo reviews");
  const pick = <T>(items: readonly T[]): T => items[draw.integer(items.length)]!;
  const adjectives = Array.from({ length: 150 }, () => ({
    word: pick(syllables) + pick(syllables) + pick(syllables),
    weight: draw.normal(),
  }));
  for (let i = 0; i < 5000; i++) {
    const used = Array.from({ length: 6 + draw.integer(7) }, () => pick(adjectives));
    const kindness = used.reduce((sum, { weight }) => sum + weight, 0);
    yield { text: `a ${used.map(({ word }) => word).join(" ")} film`, kind: kindness > 0 };
  }
}

const weak = probe(drawn(100, { noise: 1.5 }));
const middle = probe(drawn(200, { noise: 1 }));
const strong = probe(drawn(400, { noise: 0.3 }));

export default study({
  name: "demo",
  task: table(rows("reviews", reviews), { text: "text", label: "kind" }),
  supervisors: [weak, middle],
  students: [middle, strong],
  methods: [naive(), confidence()],
  seeds: 5,
});
