import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkOptions } from "./check-options.js";
import { InputError } from "./errors.js";

const schema = z.strictObject({
  epochs: z.int().min(1),
  rate: z.number().gt(0).default(0.1),
  solver: z.enum(["adam", "lbfgs"]).optional(),
  layers: z.array(z.int()).min(2).optional(),
  size: z.union([z.int(), z.literal("all")]).optional(),
  header: z.union([z.boolean(), z.string()], { error: "must be true or a name" }).optional(),
  splits: z.strictObject({ test: z.number().optional() }).optional(),
  only: z
    .strictObject({
      test: z.union([z.array(z.int()), z.strictObject({ atLeast: z.number() }).readonly()]),
    })
    .optional(),
  parts: z.array(z.strictObject({ label: z.int().optional() })).default([]),
});
const check = (options: unknown) => () => checkOptions(schema, options, "probe");

describe("checkOptions", () => {
  it("gives the options with their defaults", () => {
    expect(check({ epochs: 3 })()).toEqual({ epochs: 3, rate: 0.1, parts: [] });
  });

  it.each([
    [{ epochs: 0 }, 'probe: "epochs" must be at least 1, got 0'],
    [{ epochs: 1.5 }, 'probe: "epochs" must be a whole number, got 1.5'],
    [{ epochs: 1, rate: 0 }, 'probe: "rate" must be above 0, got 0'],
    [{ epochs: 1, solver: "sgd" }, 'probe: "solver" must be one of "adam", "lbfgs", got "sgd"'],
    [{ epochs: 1, layers: [1] }, 'probe: "layers" must have at least 2 items, got 1'],
    [{ epochs: 1, layers: ["a", 2] }, 'probe: "layers.0" must be a number, got "a"'],
    [{ epochs: 1, size: "some" }, 'probe: "size" must have the expected form, got "some"'],
    [{ epochs: 1, header: 1 }, 'probe: "header" must be true or a name, got 1'],
    [{}, 'probe: "epochs" must be given'],
    [7, "probe: options must be an object, got 7"],
    [undefined, "probe: options must be given"],
  ])("refuses %j with place, requirement and arrival", (options, message) => {
    expect(check(options)).toThrow(new InputError(message));
  });

  it("tells a misspelt option before the one that is missing for it, inside others too", () => {
    expect(check({ epoch: 1 })).toThrow('probe: unknown option "epoch"; did you mean "epochs"?');
    expect(check({ epochs: 1, splits: { tset: 0.5 } })).toThrow(
      'probe: unknown option "splits.tset"; did you mean "test"?',
    );
    expect(check({ epochs: 1, only: { test: { atleast: 5 } } })).toThrow(
      'probe: unknown option "only.test.atleast"; did you mean "atLeast"?',
    );
    expect(check({ epochs: 1, parts: [{ lable: 1 }] })).toThrow(
      'probe: unknown option "parts.0.lable"; did you mean "label"?',
    );
    expect(check({ epochs: 1, only: { test: { atLeast: "5" } } })).toThrow(
      'probe: "only.test.atLeast" must be a number, got "5"',
    );
    // What an object beside it knows does not count.
    expect(check({ epochs: 1, splits: { epoch: 1 } })).toThrow(
      /^probe: unknown option "splits.epoch"$/,
    );
  });
});
