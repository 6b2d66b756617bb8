import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { TinyStores, tinyPairs, tinyStudy, weak } from "../../test/tiny-study.js";
import { parityTask } from "../../test/words.js";
import type { Step } from "../engine/index.js";
import { finetune, parseStudy, probe, simulatable } from "../index.js";
import { drawFeatures } from "./drawn-features.js";
import type { Features } from "./features-step.js";
import { drawn, joined, model } from "./index.js";

const stores = new TinyStores();
const [one, other] = [drawn(4, { as: "one" }), drawn(3, { as: "other" })];
const both = probe(joined(one, other), { epochs: 3, batchSize: 32 });

describe("joined", () => {
  it("puts a text's features beside each other, in the order of the sources", async () => {
    const ran = await stores.run(tinyStudy({ students: both }));
    const [cell] = ran.plan.cells;
    const features = cell!.trials[0]!.student.step.inputs.features as Step<Features>;
    const { data, shape } = await ran.result(features);
    const texts = cell!.room.texts.list;
    const [left, right] = [drawFeatures(one, texts), drawFeatures(other, texts)];
    const expected = texts.flatMap((_, text) => [
      ...left.data.subarray(4 * text, 4 * text + 4),
      ...right.data.subarray(3 * text, 3 * text + 3),
    ]);
    expect(shape).toEqual([texts.length, 7]);
    expect([...data]).toEqual(expected);
    expect(ran.outcomes[0]!.student).toBe("one:4+other:3");
    expect(ran.outcomes[0]!.studentModel).toEqual({
      name: "one+other",
      adapted: "probe",
      parameters: null,
      pretrainingFlop: null,
    });
    expect(ran.plan.warnings.join()).toContain("features are drawn in memory");
  });

  it("shares the features of its parts with students that read them alone", async () => {
    const students = [both, probe(one, { epochs: 3, batchSize: 32 })];
    const { plan } = await stores.run(tinyStudy({ students }));
    const names = plan.cells.flatMap(({ trials }) => trials[0]!.student.step.inputs.features);
    const [together, alone] = names as Step[];
    expect((together!.inputs.parts as Step[])[0]!.name).toBe(alone!.name);
  });

  it("is read for pairs of texts as well, and by layers of one model", async () => {
    const pairs = await stores.run(tinyStudy({ task: tinyPairs(), students: both }));
    expect(pairs.outcomes[0]!.scores.student.accuracy.value).toBeGreaterThan(0);

    const folder = scratchFolder("joined");
    await writeTinyDecoder(folder);
    const tiny = model(`${folder}/tiny`, { as: "tiny" });
    const layers = probe(joined(tiny.layer(1), tiny.layer(2)), { epochs: 2 });
    const { outcomes } = await stores.run(
      tinyStudy({ task: parityTask(100), students: [layers, probe(tiny, { epochs: 2 })] }),
    );
    const [two, last] = outcomes;
    // The last layer goes through the one before: it is no second model.
    expect(two!.studentModel.parameters).toBe(last!.studentModel.parameters);
  });

  it("is said in JSON, and counts its features", async () => {
    const parts = [{ model: "a", layer: 1 }, { model: "b" }];
    const { students } = parseStudy(
      {
        task: { kind: "table", source: "a.csv", text: "t", label: "l" },
        supervisors: { model: "c" },
        students: { joined: parts, probe: { epochs: 3 } },
      },
      "a.json",
    );
    expect(students).toEqual([
      probe(joined(model("a").layer(1), model("b").layer(-1)), { epochs: 3 }),
    ]);
    const many = tinyStudy({ supervisors: simulatable(joined(one, other), 8) });
    await expect(stores.run(many)).rejects.toThrow(/k must be at most 7, got 8/);
  });

  it("refuses one source, the same twice, and students that have weights to train", () => {
    expect(() => joined(one)).toThrow("joined: needs two sources of features or more, got 1");
    expect(() => joined(one, other, one)).toThrow("joined: has the features of one:4 twice");
    // @ts-expect-error several models have no weights in common
    expect(() => finetune(joined(one, other))).toThrow("finetune: needs a model(...)");
    expect(weak.label).toBe("weak:6");
  });
});
