import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaults, fromHash, refusalOf, settingsSchema, toHash } from "./settings.js";

const { shape } = settingsSchema;
const oneOf = (values: Iterable<string | number>) => fc.constantFrom(...values);
const any = fc.record({
  task: oneOf(shape.task.unwrap().options),
  supervisor: oneOf(shape.supervisor.unwrap().values),
  student: oneOf(shape.student.unwrap().values),
  adapt: oneOf(shape.adapt.unwrap().options),
  method: oneOf(shape.method.unwrap().options),
  errors: oneOf(shape.errors.unwrap().options),
  examples: oneOf(shape.examples.unwrap().values),
  seeds: oneOf(shape.seeds.unwrap().values),
  device: oneOf(shape.device.unwrap().options),
});

describe("refusalOf", () => {
  const same = { ...defaults, supervisor: 64, student: 64 } as const;

  it("has no head that teaches the same head", () => {
    expect(refusalOf(defaults)).toBeNull();
    expect(refusalOf(same)).toMatch(/^world-64 cannot be its own supervisor: choose another size/);
  });

  it("has a model that teaches all of itself, and errors of its size", () => {
    expect(refusalOf({ ...same, adapt: "finetune" })).toBeNull();
    expect(refusalOf({ ...same, errors: "random" })).toBeNull();
  });
});

describe("a link", () => {
  it("may have nothing behind its #: all is as it comes", () => {
    expect(fromHash("")).toEqual({ settings: defaults, faults: [] });
    expect(fromHash("#")).toEqual({ settings: defaults, faults: [] });
  });

  it("has every choice, so that other defaults one day change none of it", () => {
    const chosen = { ...defaults, task: "sorted", supervisor: 24 } as const;
    expect(toHash(chosen)).toBe(
      "task=sorted&supervisor=24&student=128&adapt=probe&method=naive&errors=own&examples=2400&" +
        "seeds=3&device=cpu&edition=1",
    );
  });

  it("gives back all settings", () => {
    fc.assert(
      fc.property(any, (drawn) => {
        const settings = settingsSchema.parse(drawn);
        expect(fromHash(`#${toHash(settings)}`)).toEqual({ settings, faults: [] });
      }),
    );
  });

  it("says what of it is not understood, and takes the default", () => {
    const { settings, faults } = fromHash(
      `#task=chess&seeds=2&examples=7&colour=blue&${"x".repeat(90)}=1&b&c&d`,
    );
    expect(settings).toEqual({ ...defaults, seeds: 2 });
    expect(faults).toEqual([
      'the link\'s task cannot be "chess": the default is taken',
      'the link\'s examples cannot be "7": the default is taken',
      `the link has "colour", "${"x".repeat(40)}...", "b" and 2 more: this page has no such choice`,
    ]);
  });

  it("says when it is of another edition, whose numbers may have been others", () => {
    const { settings, faults } = fromHash("#edition=0&seeds=2");
    expect(settings).toEqual({ ...defaults, seeds: 2 });
    expect(faults).toEqual([expect.stringContaining('of edition "0" of this page, which is')]);
  });

  it.each([
    ["seeds=0", 'the link\'s seeds cannot be "0": the default is taken'],
    ["seeds=1e9", 'the link\'s seeds cannot be "1e9": the default is taken'],
    ["task=chess", 'the link\'s task cannot be "chess": the default is taken'],
    ["task", 'the link\'s task cannot be "": the default is taken'],
    ["task=%00sorted%0A", 'the link\'s task cannot be " sorted ": the default is taken'],
    ["a%00%E2%80%AEb=1", 'the link has "a b": this page has no such choice'],
    ["seeds=3&seeds=2&seeds=9", "the link has seeds 3 times: the first is taken"],
    ["x=1&x=2", 'the link has "x": this page has no such choice'],
  ])("is refused in one line where it is %s", (hash, line) => {
    expect(fromHash(hash)).toEqual({ settings: defaults, faults: [line] });
  });

  it("is read whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        settingsSchema.parse(fromHash(hash).settings);
      }),
    );
    expect(fromHash("#__proto__=1&toString=2").settings).toEqual(defaults);
  });
});
