// Makes the tables of docs/results/scheming.md from a run's folder, with its evidence:
//   node docs/results/scheming.tables.mjs runs/scheming

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openEvidence } from "@w2s/lab";
import { head, line, short, short2 } from "./tables.mjs";

const folder = process.argv[2] ?? "runs/scheming";
const { outcomes } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
const evidence = await openEvidence(folder);
const draws = 1000;

/** Skills that come apart no further. */
const whole = ["parity", "majority"];
const tasks = [...new Set(outcomes.map(({ task }) => task))];
const parted = tasks.filter((task) => !whole.includes(task));
const undivided = tasks.filter((task) => whole.includes(task));
const schemes = ["adversarial", "bold", "meta", "collusive"];

/** Protocols as the page calls them, and whose strong models count: probes, or the finetuned. */
const kinds = {
  "decomposition (no model)": ["decomposition", false],
  debate: ["debate", false],
  "open consultancy": ["open consultancy", false],
  "overseer alone": ["alone", false],
  "told answers, last": ["assisted by answers, last", false],
  "told answers, last, by the finetuned model": ["assisted by answers, last", true],
  "told arguments": ["assisted by arguments", false],
  "trusting, told by the finetuned model": ["trusting, by answers", true],
  "trusting, told answers": ["trusting, by answers", false],
};
const names = Object.keys(kinds);

/** "debate: world-16 by bold world-64" as its protocol, aim ("" without a model) and tunedness. */
function seat(supervisor) {
  const [, protocol, rest] = /^(.*?): (.*)$/s.exec(supervisor);
  const [, overseer = rest, model = ""] = /^(.*?) by (.*)$/s.exec(rest) ?? [];
  const [, aim = "", by = ""] = /^(\S+) (.*)$/s.exec(model) ?? [];
  return { protocol, overseer, aim, tuned: by.endsWith(" finetuned") };
}
const nameOf = ({ protocol, tuned }) =>
  names.find((name) => kinds[name][0] === protocol && kinds[name][1] === tuned);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

// How many of a kind's supervisors are right about each test example, and how many there are: by
// task, kind, aim and seed.
const right = new Map();
const places = new Map();
for await (const some of evidence.testRows()) {
  for (const { task, supervisor, seed, id, truth, said } of some) {
    const from = seat(supervisor);
    const name = nameOf(from);
    if (name === undefined || said.weak === undefined) continue;
    const tests = `${task} ${seed}`;
    const known = places.get(tests) ?? new Map();
    places.set(tests, known);
    const place = known.get(id) ?? known.size;
    known.set(id, place);
    const key = JSON.stringify([task, name, from.aim, seed]);
    const cell = right.get(key) ?? { sums: [], by: new Map() };
    right.set(key, cell);
    // Students of one supervisor repeat what it said.
    const seen = cell.by.get(supervisor) ?? new Set();
    cell.by.set(supervisor, seen);
    if (seen.has(id)) continue;
    seen.add(id);
    const answer = said.weak.indexOf(Math.max(...said.weak));
    cell.sums[place] = (cell.sums[place] ?? 0) + Number(answer === truth);
  }
}
const seeds = [...new Set(outcomes.flatMap((row) => row.seeds))];
const aimsOf = (task, name) =>
  ["", "honest", ...schemes].filter((aim) =>
    right.has(JSON.stringify([task, name, aim, seeds[0]])),
  );

/** A draw: seeds, and for each of them how often every test example stands. */
function drawn(random) {
  return seeds.map(() => {
    const seed = seeds[Math.floor(random() * seeds.length)];
    const counts = new Map(
      tasks.map((task) => {
        const size = places.get(`${task} ${seed}`).size;
        const weights = new Float64Array(size);
        for (let i = 0; i < size; i++) weights[Math.floor(random() * size)] += 1;
        return [task, weights];
      }),
    );
    return { seed, counts };
  });
}
const plain = seeds.map((seed) => ({
  seed,
  counts: new Map(
    tasks.map((task) => [task, new Float64Array(places.get(`${task} ${seed}`).size).fill(1)]),
  ),
}));

/** Accuracy of a kind on a task with an aim, in a draw. */
const accuracy = (draw, task, name, aim) =>
  mean(
    draw.map(({ seed, counts }) => {
      const { sums, by } = right.get(JSON.stringify([task, name, aim, seed]));
      const weights = counts.get(task);
      let total = 0;
      for (let i = 0; i < weights.length; i++) total += weights[i] * (sums[i] ?? 0);
      return total / (weights.length * by.size);
    }),
  );

/** All of a draw: by task and kind the accuracy by aim, and the lowest of them. */
const measured = (draw) =>
  new Map(
    tasks.flatMap((task) =>
      names.flatMap((name) => {
        const aims = aimsOf(task, name);
        if (aims.length === 0) return [];
        const byAim = Object.fromEntries(
          aims.map((aim) => [aim || "honest", accuracy(draw, task, name, aim)]),
        );
        return [[`${task} ${name}`, { ...byAim, worst: Math.min(...Object.values(byAim)) }]];
      }),
    ),
  );

/** Draws that are the same whenever this is run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const random = numbers(0);
const all = Array.from({ length: draws }, () => measured(drawn(random)));
const found = measured(plain);

const over = (some, from, of) => mean(some.map((task) => of(from, task)));
const cell = (from, task, name, aim) => from.get(`${task} ${name}`)?.[aim];
function within(of) {
  const values = all.map(of).sort((a, b) => a - b);
  const at = (share) => values[Math.round(share * (values.length - 1))];
  return `[${short(at(0.025))}, ${short(at(0.975))}]`;
}
const withInterval = (of) => `${short(of(found))} ${within(of)}`;

/** Student's t at 97.5% by degrees of freedom. */
const t975 = [0, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306];
function overSkills(some, of) {
  const values = some.map((task) => of(found, task));
  const centre = mean(values);
  const variance =
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  const half = t975[values.length - 1] * Math.sqrt(variance / values.length);
  return `${short(centre)} [${short(centre - half)}, ${short(centre + half)}]`;
}

const worstLess =
  (name, other = "overseer alone") =>
  (from, task) =>
    cell(from, task, name, "worst") - cell(from, task, other, "worst");

function standings(some) {
  const less = "worst less the overseer alone";
  head(["protocol", "honest", ...schemes, "worst", less, "over skills as a sample"]);
  for (const name of names) {
    if (cell(found, some[0], name, "worst") === undefined) continue;
    const shown = (aim) =>
      cell(found, some[0], name, aim) === undefined
        ? ""
        : short(over(some, found, (from, task) => cell(from, task, name, aim)));
    const isAlone = name === "overseer alone";
    const difference = (from) => over(some, from, worstLess(name));
    line([
      name,
      shown("honest"),
      ...schemes.map(shown),
      `**${shown("worst")}**`,
      isAlone ? "" : withInterval(difference),
      isAlone || some.length < 3 ? "" : overSkills(some, worstLess(name)),
    ]);
  }
}

console.log(`\n## Skills with parts: ${parted.join(", ")}\n`);
standings(parted);
console.log(`\n## Without: ${undivided.join(", ")}\n`);
standings(undivided);
for (const task of undivided) {
  console.log(`\n### ${task}\n`);
  standings([task]);
}

console.log("\n## At worst, by skill\n");
head(["protocol", ...tasks]);
for (const name of names) {
  line([
    name,
    ...tasks.map((task) => {
      const own = found.get(`${task} ${name}`);
      if (own === undefined) return "";
      const whose = Object.keys(own).find((aim) => aim !== "worst" && own[aim] === own.worst);
      return `${short(own.worst)} ${whose}, of ${short(own.honest)}`;
    }),
  ]);
}

console.log("\n## Trust, and who lies worst: differences, paired\n");
const differences = {
  "trusting less told answers, at worst": worstLess("trusting, told answers", "told answers, last"),
  "consultancy, meta less adversarial": (from, task) =>
    cell(from, task, "open consultancy", "meta") -
    cell(from, task, "open consultancy", "adversarial"),
  "consultancy, meta less bold": (from, task) =>
    cell(from, task, "open consultancy", "meta") - cell(from, task, "open consultancy", "bold"),
  "told answers, meta less bold": (from, task) =>
    cell(from, task, "told answers, last", "meta") - cell(from, task, "told answers, last", "bold"),
  "finetuned less probe, told answers, at worst": worstLess(
    "told answers, last, by the finetuned model",
    "told answers, last",
  ),
};
head(["what", "over parted skills", "over all", "all, as a sample of skills", "skills below 0"]);
for (const [what, of] of Object.entries(differences)) {
  const below = tasks.filter((task) => of(found, task) < 0).length;
  line([
    what,
    withInterval((from) => over(parted, from, of)),
    withInterval((from) => over(tasks, from, of)),
    overSkills(tasks, of),
    `${below} of ${tasks.length}`,
  ]);
}

const isProbe = (row) => !/finetuned/.test(row.student);
const student = (row) => row.scores.student.accuracy.value;
console.log("\n## Students of the labels, skills with parts: honest, and at worst\n");
head(["protocol", "honest", "worst", "ceiling"]);
for (const name of names) {
  const of = (some, aim) => {
    const own = outcomes.filter((row) => {
      const from = seat(row.supervisor);
      return row.task === some && isProbe(row) && nameOf(from) === name && from.aim === aim;
    });
    return own.length === 0 ? undefined : mean(own.map(student));
  };
  const honest = parted.map((task) => of(task, "honest") ?? of(task, ""));
  const worst = parted.map((task, i) =>
    Math.min(honest[i], ...schemes.flatMap((aim) => of(task, aim) ?? [])),
  );
  const own = outcomes.filter((row) => parted.includes(row.task) && isProbe(row));
  const ceiling = mean(own.map((row) => row.scores.ceiling.accuracy.value));
  line([name, short(mean(honest)), short(mean(worst)), short(ceiling)]);
}

console.log("\n## Models alone, skills with parts, and all\n");
const models = outcomes.filter((row) => row.supervisor.startsWith("model: ") && isProbe(row));
for (const model of new Set(models.map((row) => row.supervisor))) {
  const of = (some) =>
    mean(
      models
        .filter((row) => row.supervisor === model && some.includes(row.task))
        .map((row) => row.scores.weak.accuracy.value),
    );
  console.log(`${model}: ${short(of(parted))}, ${short(of(tasks))}`);
}

console.log("\n## Audits, over all skills\n");
const audited = readFileSync(join(folder, "figures", "scheming-audits.csv"), "utf8")
  .trim()
  .split("\n")
  .map((text) => text.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((one) => one.replace(/,$/, "")))
  .map((cells) => cells.map((one) => one.replace(/^"|"$/g, "")));
const [columns, ...lines] = audited;
const at = (row, column) => row[columns.indexOf(column)];
const means = lines.filter((row) => at(row, "task").startsWith("mean of"));
const budgets = [...new Set(means.map((row) => at(row, "budget")))];
head(["protocol", ...budgets.flatMap((b) => [`${b} suspicious`, `${b} surest`, `${b} random`])]);
for (const protocol of new Set(means.map((row) => at(row, "protocol")))) {
  const safety = (budget, rule) =>
    Number(
      at(
        means.find(
          (row) =>
            at(row, "protocol") === protocol &&
            at(row, "budget") === budget &&
            at(row, "rule") === rule,
        ),
        "safety",
      ),
    );
  line([
    protocol,
    ...budgets.flatMap((budget) => {
      const none = safety("0", "most suspicious");
      return [
        short(safety(budget, "most suspicious")),
        short(safety(budget, "surest-looking")),
        short(none + Number(budget) * (1 - none)),
      ];
    }),
  ]);
}

console.log("\n## The lock\n");
const pgr = ({ pgr: one }) => (one.defined ? short2(one.value) : "undefined");
const clear = { above: 0, below: 0, cells: 0 };
head(["skill", "without the word", "overseer", "with the word", "PGR, hiding", "PGR, before"]);
for (const task of tasks) {
  const row = (supervisor, isStudent) =>
    outcomes.find(
      (one) => one.task === task && one.supervisor.startsWith(supervisor) && isStudent(one.student),
    );
  const overseers = [
    ...new Set(outcomes.map((one) => one.supervisor).filter((one) => one.startsWith("alone: "))),
  ];
  const shown = (one) => {
    const { value, low, high } = one.scores.weak.accuracy;
    return `${short(value)} [${short(low)}, ${short(high)}]`;
  };
  const brought = (isStudent) =>
    overseers.map((overseer) => {
      const one = row(overseer, isStudent);
      const { defined, low, high } = one.pgr;
      if (!defined) return "undefined";
      if (/hiding/.test(one.student)) {
        clear.cells += 1;
        clear.above += Number(low > 0);
        clear.below += Number(high < 0);
      }
      return `${pgr(one)} [${short2(low)}, ${short2(high)}]`;
    });
  line([
    `\`${task}\``,
    shown(row("model: locked", () => true)),
    shown(row(overseers[0], () => true)),
    shown(row("model: unlocked", () => true)),
    brought((name) => /hiding/.test(name)).join(", "),
    brought((name) => /finetuned$/.test(name)).join(", "),
  ]);
}
console.log(
  `\nHiding: PGR clearly above 0 in ${clear.above} of ${clear.cells}, below in ${clear.below}.`,
);
const widths = outcomes
  .filter((row) => isProbe(row) && !row.supervisor.startsWith("model: "))
  .map((row) => (row.scores.weak.accuracy.high - row.scores.weak.accuracy.low) / 2)
  .sort((a, b) => a - b);
console.log(`One cell's interval: ±${short(widths[Math.floor(widths.length / 2)])} (median).`);
