import { describe, expect, it } from "vitest";
import { measure, measureIdentity } from "./user-measure.js";

const said = (data: Float32Array) => ({ dtype: "float32", shape: [1, 2], data }) as const;
const input = {
  probabilities: said(Float32Array.of(0.25, 0.75)),
  supervisor: said(Float32Array.of(0.5, 0.5)),
  truth: Int32Array.of(1),
  groups: ["a"],
} as const;

describe("measure", () => {
  it("is the user's function under a name of its own", () => {
    const sure = measure("p-right", { power: 2 }, ({ probabilities, truth }) => {
      return probabilities.data[truth[0]!]! ** 2;
    });
    expect(sure.compute(input)).toBe(0.75 ** 2);
    expect(sure).toMatchObject({ name: "p-right", column: "p_right", interval: true });
  });

  it("may compare a role with the supervisor", () => {
    const apart = measure("apart", {}, ({ probabilities, supervisor }) => {
      return Math.abs(probabilities.data[1]! - supervisor.data[1]!);
    });
    expect(apart.compute(input)).toBe(0.25);
  });

  it("is told apart by name, options and source", () => {
    const one = () => 1;
    const two = () => 2;
    const identity = measureIdentity(measure("a", { k: 1 }, one));
    expect(identity).toEqual({ name: "a", options: { k: 1 }, source: one.toString() });
    expect(measureIdentity(measure("a", { k: 1 }, two))).not.toEqual(identity);
    expect(measureIdentity(measure("a", { k: 2 }, one))).not.toEqual(identity);
  });

  it("refuses what gives no number, by its name", () => {
    const bad = (value: number) => measure("mine", {}, () => value).compute(input);
    expect(() => bad(Number.NaN)).toThrow(
      'measure "mine": must give a finite number, or null where there is none, got NaN',
    );
    expect(measure("mine", {}, () => null).compute(input)).toBeNull();
  });

  it("refuses options that name nothing, by their place", () => {
    const made = (options: unknown) => () => measure("mine", options as never, () => 1);
    expect(made({ k: Number.NaN })).toThrow(
      'measure "mine": option "k" must be a text, a finite number, true or false, as it tells ' +
        "this one from others of its name, got NaN",
    );
    expect(made({ k: () => 1 })).toThrow("got a function");
    expect(made(undefined)).toThrow(
      'measure "mine": options must be an object, {} where there are none, got nothing',
    );
  });

  it("refuses names that would be another's, or no column", () => {
    expect(() => measure("accuracy", {}, () => 1)).toThrow(
      'measure: "accuracy" is a measure of w2s itself; take another name',
    );
    expect(() => measure("2 words", {}, () => 1)).toThrow("begun by a letter");
  });
});
