import { describe, expect, it } from "vitest";
import { fakeKind } from "../../test/fake-steps.js";
import { wavesOf } from "./needed.js";
import { namedPasses, stepsByName, targetsHash } from "./pass.js";
import { makeStep, type Step, withWeights } from "./step.js";

const kind = { ...fakeKind("fit"), groupKey: ({ params }: Step) => String(params.group) };
const step = (n: number, group: number, ...from: Step[]) =>
  makeStep(kind, { n, group }, { from }, `fit ${n}`);

const [one, two, three] = [step(1, 0), step(2, 0), step(3, 1)];
const last = step(4, 0, one, two, three);

describe("namedPasses", () => {
  it("names passes by their steps, and what goes in by its passes", () => {
    const [together, alone, sum] = namedPasses(wavesOf([one, two, three, last]));
    expect(together).toMatchObject({ steps: [one, two], level: 0, after: [] });
    expect(alone).toMatchObject({ steps: [three], level: 0, after: [] });
    expect(sum).toMatchObject({ steps: [last], level: 1, after: [together!.name, alone!.name] });
    expect(together!.name).toMatch(/^[0-9a-f]{64}$/);
    expect(namedPasses(wavesOf([two])).map(({ name }) => name)).not.toContain(together!.name);
  });
});

describe("stepsByName", () => {
  it("finds all that targets are made of, first what keeps its weights", () => {
    const weighty = { ...kind, weights: fakeKind("weights", null) };
    const plain = makeStep(weighty, { n: 9 }, {}, "student");
    const kept = withWeights(plain);
    expect([...stepsByName([last]).values()].length).toBe(4);
    expect(stepsByName([plain, kept]).get(plain.name)).toBe(kept);
    expect(stepsByName([kept, plain]).get(plain.name)).toBe(kept);
  });
});

describe("targetsHash", () => {
  it("is the plan's, whatever the order", () => {
    expect(targetsHash([one, two])).toBe(targetsHash([two, one]));
    expect(targetsHash([one])).not.toBe(targetsHash([one, two]));
  });
});
