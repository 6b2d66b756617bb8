import { runRecordSchema } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { recordFacts } from "./record-facts.js";

const record = {
  ...{ format: 1, study: "s", studyFile: { path: "s.study.ts", sha256: "a1" } },
  options: { set: [], limit: null, seeds: null, threads: null },
  ...{ trials: 1, steps: { total: 2, cached: 1, run: 1 }, seeds: [0], wallMs: 1000 },
  ...{ finishedAt: "2026-01-01T00:00:00.000Z", results: "b2", versions: { w2s: "1" } },
  machine: { platform: "linux", arch: "x64", cpu: "c", cores: 2, memoryBytes: 1 },
};

describe("recordFacts", () => {
  it("names the data and the models by their hashes", () => {
    const sources = {
      tasks: [{ name: "reviews", examples: 1200, sha256: "c3".repeat(32) }],
      models: [{ name: "MiniLM", fingerprint: "d4".repeat(32) }],
    };
    const facts = recordFacts(runRecordSchema.parse({ ...record, sources }));
    expect(facts).toContainEqual(["data", "reviews, 1,200 examples (SHA-256 c3c3c3c3c3c3c3c3...)"]);
    expect(facts).toContainEqual(["model", "MiniLM (fingerprint d4d4d4d4d4d4d4d4...)"]);
  });

  it("reads records of earlier versions, which have none", () => {
    const labels = recordFacts(runRecordSchema.parse(record)).map(([label]) => label);
    expect(labels).not.toContain("data");
  });
});
