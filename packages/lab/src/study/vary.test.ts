import { describe, expect, it } from "vitest";
import { strong, TinyStores, tinyStudy, weak } from "../../test/tiny-study.js";
import { confidence, naive } from "../index.js";
import { overrideStudy, parseStudy, study, vary } from "./index.js";

const stores = new TinyStores();
const base = tinyStudy({ methods: [naive(), confidence({ alpha: 0.5 })], seeds: 2 });

describe("vary", () => {
  it("refuses to vary nothing", () => {
    expect(() => vary(base, {})).toThrow(
      "vary: must have a setting with its values, such as { epochs: [50, 800] }",
    );
  });

  it("gives each row what it is under another value, one setting at a time", async () => {
    const varied = vary(base, { epochs: [1, 6], "confidence.alpha": 0.75, labels: "hard" });
    const { outcomes, plan } = await stores.run(varied);
    expect(outcomes.map(({ method }) => method)).toEqual(["naive", "confidence"]);
    const settings = ["epochs=1", "epochs=6", "confidence.alpha=0.75", "labels=hard"];
    for (const { varied: rows } of outcomes) {
      expect(rows.map(({ setting, value }) => `${setting}=${value}`)).toEqual(settings);
    }
    expect(plan.cells.length).toBe(2);

    // What a row becomes is what the changed study measures itself.
    const alone = await stores.run(overrideStudy(base, "epochs", "6"));
    const [row] = outcomes;
    const [own] = alone.outcomes;
    const six = row!.varied[1]!;
    expect(six.student).toEqual(own!.scores.student.accuracy);
    expect(six.pgr).toEqual(own!.pgr);
    expect(six.gain).toEqual(own!.gain);
    expect(six.difference.value).toBeCloseTo(
      own!.scores.student.accuracy.value - row!.scores.student.accuracy.value,
      12,
    );
    expect(six.difference.low).toBeLessThanOrEqual(six.difference.value);
    // A setting that a row does not have leaves it as it was.
    const { student, difference } = row!.varied[2]!;
    expect(student).toEqual(row!.scores.student.accuracy);
    expect(difference).toEqual({ value: 0, low: 0, high: 0 });
  });

  it("costs what is not shared: the study itself is the one without", async () => {
    const store = await stores.open();
    const { outcomes } = await stores.run(base, store);
    const varied = await stores.run(vary(base, { labels: "hard" }), store);
    const without = varied.outcomes.map((row) => ({ ...row, varied: [] }));
    expect(without).toEqual(outcomes);
    const again = await stores.plan(vary(base, { labels: "hard" }), store);
    expect(again.summary.toRun).toBe(0);
  });

  it("follows --set, and --only", async () => {
    const set = overrideStudy(vary(base, { epochs: 9 }), "batchSize", "16");
    expect(set.variations.map(({ study: one }) => one.students[0]!.recipe)).toEqual([
      { ...set.students[0]!.recipe, epochs: 9 },
    ]);
    const only = { method: ["confidence"] };
    const store = await stores.open();
    const options = { name: "tiny", baseDir: ".", modelFolders: [], store, only };
    const { planStudy } = await import("../plan/index.js");
    const plan = await planStudy(vary(base, { epochs: 9 }), options);
    expect(plan.cells.map(({ place }) => place)).toEqual(["0 0 1"]);
    expect(plan.variations[0]!.cells.map(({ place }) => place)).toEqual(["0 0 1"]);
  });

  it("asks who teaches whom of the objects that the study was given", () => {
    const asked: boolean[] = [];
    const one = tinyStudy({
      teaches: (supervisor, student) => {
        asked.push(supervisor === weak && student === strong);
        return true;
      },
    });
    vary(one, { epochs: 2 });
    overrideStudy(overrideStudy(one, "epochs", "7"), "batchSize", "8");
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.every(Boolean)).toBe(true);
  });

  it("is said in JSON", () => {
    const json = {
      task: { kind: "table", source: "a.csv", text: "t", label: "l" },
      supervisors: { model: "a" },
      students: { model: "b" },
      vary: { epochs: [50, 800], selection: "last" },
    };
    expect(parseStudy(json, "a.json").variations.map(({ value }) => value)).toEqual([
      "50",
      "800",
      "last",
    ]);
    expect(() => parseStudy({ ...json, vary: 3 }, "a.json")).toThrow(
      'a.json: study: "vary" must be settings with a value or a list of values each',
    );
  });

  it("refuses what is no setting, what it does not take, and what is one for all rows", () => {
    expect(() => vary(base, { epoch: 3 })).toThrow(
      'vary: unknown setting "epoch"; did you mean "epochs"?',
    );
    expect(() => vary(base, { rank: 3 })).toThrow(
      'vary: setting "rank": no student of this study has it',
    );
    expect(() => vary(base, { epochs: 0 })).toThrow(/^vary: probe: "epochs"/);
    expect(() => vary(base, { epochs: [] })).toThrow('vary: "epochs" must have a value or a list');
    expect(() => vary(base, { "focal.gamma": 2 })).toThrow(
      'vary: setting "focal.gamma": no method of this study is "focal"',
    );
    expect(() => vary(base, { seeds: 5 })).toThrow(
      'vary: "seeds" is one for all rows of a study; vary a setting of students or methods, or ' +
        '"labels"',
    );
    const both = study({ ...base.options, labels: ["soft", "hard"] });
    expect(() => vary(both, { labels: "hard" })).toThrow('vary: "labels" are both in this study');
  });
});
