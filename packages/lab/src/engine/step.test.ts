import { InternalError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { fakeKind } from "../../test/fake-steps.js";
import { Graph, inputNames, inputSteps, kept, makeStep, withWeights } from "./step.js";

const kind = fakeKind("thing");
const named = (value: object, changes: { version?: number; name?: string } = {}, device = "cpu") =>
  makeStep({ ...kind, ...changes }, value, {}, "a label", device as "cpu").name;

describe("a step's name", () => {
  it("is pinned: the SHA-256 of kind, version, value and inputs in one canonical JSON", () => {
    // printf '{"inputs":{},"kind":"thing","params":{"a":1},"version":1}' | sha256sum
    expect(named({ a: 1 })).toBe(
      "b7ed87e59228bfeec2661a9eaea4faeacc85b859a7d2b967fa6fed2d2d667f1b",
    );
  });

  it("changes with value, kind, version, device and every input, and with nothing else", () => {
    const one = makeStep(kind, { a: 1 }, {}, "one");
    const other = makeStep(kind, { a: 2 }, {}, "other");
    const of = (inputs: Parameters<typeof inputNames>[0]) =>
      makeStep(kind, { a: 1 }, inputs, "with inputs").name;
    const names = [
      one.name,
      other.name,
      named({ b: 1 }),
      named({ a: 1 }, { version: 2 }),
      named({ a: 1 }, { name: "other thing" }),
      named({ a: 1 }, {}, "cuda"),
      of({ by: one }),
      of({ by: other }),
      of({ from: one }),
      of({ by: [one, other] }),
      of({ by: [other, one] }),
      of({ by: [one] }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(makeStep(kind, { a: 1 }, {}, "another label").name).toBe(one.name);
    expect(named({ a: 1, b: undefined })).toBe(one.name);
    expect(of({ none: undefined })).toBe(one.name);
  });

  it("does not depend on the order in which a value's fields were written", () => {
    expect(named({ a: 1, b: 2 })).toBe(named({ b: 2, a: 1 }));
  });

  it("is no hash of a value without identity: that is our own fault", () => {
    expect(() => named({ loss: () => 1 })).toThrow(InternalError);
  });
});

describe("inputs", () => {
  it("are listed by role, several of a role in order", () => {
    const [a, b, c] = [1, 2, 3].map((n) => makeStep(kind, { n }, {}, ""));
    const inputs = { one: a!, many: [b!, c!], none: undefined };
    expect(inputNames(inputs)).toEqual({ one: a!.name, "many 0": b!.name, "many 1": c!.name });
    expect(inputSteps(makeStep(kind, {}, inputs, ""))).toEqual([a, b, c]);
  });
});

describe("Graph", () => {
  it("holds each step once, in the order in which they were first asked for", () => {
    const graph = new Graph();
    const first = graph.step(kind, { n: 1 }, {}, "first");
    const second = graph.step(kind, { n: 2 }, { first }, "second");
    graph.step(kind, { n: 1 }, {}, "the first again");
    expect(graph.all().map(({ name }) => name)).toEqual([first.name, second.name]);
  });

  it("keeps what one device computed apart from another's", () => {
    const names = (["cpu", "cuda"] as const).map(
      (device) => new Graph(device).step(kind, { n: 1 }, {}, "").name,
    );
    expect(names[0]).not.toBe(names[1]);
  });
});

describe("withWeights", () => {
  it("puts a place of their own beside a step whose kind has weights, and keeps its name", () => {
    const weights = fakeKind("weights", null);
    const step = makeStep({ ...kind, weights }, { n: 1 }, {}, "a student");
    const keeping = withWeights(step);
    expect(keeping.name).toBe(step.name);
    expect(keeping.beside).toMatchObject({
      label: "weights of a student",
      inputs: { student: step },
    });
    expect(kept(keeping, 5).map((one) => one.step.name)).toEqual([step.name, keeping.beside!.name]);
    expect(kept(step, 5)).toHaveLength(1);
    const plain = makeStep(kind, { n: 1 }, {}, "");
    expect(withWeights(plain)).toBe(plain);
  });
});
