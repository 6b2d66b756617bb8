import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { sensitivity } from "./sensitivity.js";

const study = sensitivity.study({
  tasks: [worldTask("maximum", { examples: 240 })],
  models: [8, 16].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study);
}, 240_000);

describe("sensitivity", () => {
  it("varies training around what the study has", () => {
    const told = study.variations.map(({ setting, value }) => `${setting}=${value}`);
    // The zoo's probes: learning rate 1e-2, 50 epochs, batches of 128.
    expect(told).toEqual([
      "learningRate=0.001",
      "learningRate=0.1",
      "epochs=13",
      "epochs=200",
      "batchSize=32",
      "batchSize=512",
      "weightDecay=0.001",
      "selection=last",
      "selection=loss",
      "labels=hard",
      "confidence.alpha=0.25",
      "confidence.alpha=0.75",
      "confidence.warmup=0.05",
      "confidence.warmup=0.5",
    ]);
    expect(study.variations.every(({ study: one }) => one.students.length === 1)).toBe(true);
  });

  it("draws PGR of every row as it is and under every value that changes it", () => {
    const drawn = drawnOf(study, "sensitivity-by-task", outcomes);
    const naive = outcomes.find(({ method }) => method === "naive")!;
    const epochs = naive.varied.filter(({ setting }) => setting === "epochs");
    const expected = [naive, ...epochs].flatMap(({ pgr }) => (pgr.defined ? [pgr.value] : []));
    const shown = (drawn?.rows ?? []).filter(
      ({ panel, detail }) => panel === "epochs" && detail === "naive",
    );
    expect(shown.map(({ value }) => value)).toEqual(expected);
    const panels = new Set((drawn?.rows ?? []).map(({ panel, detail }) => `${panel} ${detail}`));
    expect(panels.has("confidence.alpha naive")).toBe(false);
  });
});
