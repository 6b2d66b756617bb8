// What a run of simulation-difficulty learns from, for simulation_difficulty.py: a made-up task on
// drawn features (a matrix that a seed decides), its splits, and which labels are flipped.
//
//     npm run build && node reference/experiments/simulation_difficulty.mjs | python reference/experiments/simulation_difficulty.py \
//       > packages/experiments/src/simulation-difficulty/fixtures/scikit-learn.json

import { tmpdir } from "node:os";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { experiments } from "../../packages/experiments/dist/index.js";
import { drawn, loadTask, openStore, planLabels, random, rows, table } from "../../packages/lab/dist/index.js";
import { seedRows } from "../../packages/lab/dist/engine-door.js";
import { drawFeatures, harden, labelsOf, readLabels } from "../../packages/lab/dist/internals.js";

const width = 48;
const seed = 0;

// Texts of eight of 60 made-up words; the class is the sign of the words' hidden weights, and noise.
const draw = random(24, "simulation difficulty");
const words = Array.from({ length: 60 }, (_, i) => ({ word: `w${i}`, weight: draw.normal() }));
const made = Array.from({ length: 1600 }, (_, i) => {
  const used = Array.from({ length: 8 }, () => words[draw.integer(words.length)]);
  const score = used.reduce((sum, { weight }) => sum + weight, 0) + draw.normal();
  return [[`n${i}`, ...used.map(({ word }) => word)].join(" "), Number(score > 0)];
});

const named = made.map(([text, label]) => ({ text, label }));
const study = experiments["simulation-difficulty"].study({
  tasks: [table(rows("made up", named), { text: "text", label: "label" })],
  models: [drawn(width)],
  widths: [width],
});
const store = await openStore(mkdtempSync(join(tmpdir(), "w2s-reference-")));
const plan = await planLabels(study, { name: "reference", baseDir: ".", store, modelFolders: [], seeds: [seed] });
const reporter = { plan() {}, begin() {}, progress() {}, end() {}, warn() {} };
const options = { store, reporter, signal: AbortSignal.timeout(600_000) };
const said = await readLabels(plan, options, async (results) =>
  Object.fromEntries(
    await Promise.all(
      plan.sets.map(async ({ supervisor, step, splits }) => {
        const labels = await results.read(step);
        const hard = (part) => {
          const { data } = harden(labelsOf(labels, splits[part]));
          return Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + 1]);
        };
        return [supervisor, { transfer: hard("transfer"), test: hard("test") }];
      }),
    ),
  ),
);

const task = await loadTask(study.tasks[0], { baseDir: "." });
const { superviseTrain, transfer, test } = seedRows(task, seed);
const features = drawFeatures({ width, noise: 0 }, task.examples.map(({ inputs }) => inputs[0]));
const list = (some) => Array.from(some);
console.log(
  JSON.stringify({
    rows: made,
    width,
    features: list(features.data),
    truth: task.examples.map(({ label }) => label),
    splits: { supervise: list(superviseTrain), transfer: list(transfer), test: list(test) },
    said,
  }),
);
