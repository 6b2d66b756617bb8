// Who sits where: by whether examples come apart, whoever named the tasks.

import { rows, table } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { sandwiching } from "./sandwiching.js";

const models = [8, 16, 24, 32].map(zooLayer);
const own = table(rows("own", [{ text: "a b", label: 0 }]), { text: "text", label: "label" });
const labelsOf = (...tasks: Parameters<typeof sandwiching.study>[0]["tasks"]) => {
  const study = sandwiching.study({ tasks, models });
  return { notes: study.notes, labels: study.supervisors.map(({ label }) => label) };
};

describe("sandwiching", () => {
  it("has overseers of text that stays whole read its ends, with finetuned models beside", () => {
    const { labels, notes } = labelsOf(own);
    expect(labels).toContain("alone: world-8");
    expect(labels).toContain("alone: world-16 finetuned");
    expect(labels).toContain("model: world-24 finetuned");
    expect(labels).toContain("assisted by answers, last: world-8 by world-24 finetuned");
    // Three overseers, two models, and three ways for each pair.
    expect(labels).toHaveLength(3 + 2 + 3 * 2 * 3);
    expect(labels.join()).not.toMatch(/debate|decomposition|recursive/);
    expect(notes.join()).toContain("Overseers read the first 20 and the last 20 words");
  });

  it("has every protocol where all tasks come apart, whoever named them", () => {
    const apart = [worldTask("sorted", { examples: 20 }), worldTask("parity", { examples: 20 })];
    const { labels, notes } = labelsOf(...apart);
    for (const protocol of ["decomposition: world-8", "recursive: world-8", "skimming: world-8"]) {
      expect(labels).toContain(protocol);
    }
    expect(labels).toContain("debate 2: world-16 by world-24");
    expect(labels.join()).not.toContain("finetuned");
    expect(notes.join()).not.toContain("Overseers read");
    expect(labelsOf(...apart, own).labels.join()).not.toContain("debate");
  });
});
