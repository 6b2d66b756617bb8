import { describe, expect, it } from "vitest";
import * as z from "zod";
import { estimate } from "../measures/estimate.js";
import { cellOf, columnsOf, outcomeColumns } from "./columns.js";

const schema = z.object({
  task: z.string(),
  testExamples: z.number(),
  seeds: z.array(z.number()),
  parts: z.array(z.object({ fact: z.string() })),
  scores: z.object({ weak: z.object({ accuracy: estimate }) }).meta({ column: "" }),
  auroc: estimate.nullable(),
  pgr: z.discriminatedUnion("defined", [
    estimate.extend({ defined: z.literal(true) }),
    z.object({ defined: z.literal(false), reason: z.string().meta({ column: "why" }) }),
  ]),
});

describe("columnsOf", () => {
  it("names every number and text by its path, in snake case, estimates by value and ends", () => {
    expect(columnsOf(schema).map(({ name }) => name)).toEqual([
      "task",
      "test_examples",
      "seeds",
      "weak_accuracy",
      "weak_accuracy_low",
      "weak_accuracy_high",
      "auroc",
      "auroc_low",
      "auroc_high",
      "pgr",
      "pgr_low",
      "pgr_high",
      "pgr_why",
    ]);
  });

  it("gives the outcome's columns, each once", () => {
    const names = outcomeColumns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("student_calibration_error");
    expect(names).toContain("comparison_p");
  });
});

describe("cellOf", () => {
  const given = {
    seeds: [0, 1],
    scores: { weak: { accuracy: { value: 0.5, low: 0.25, high: 0.75 } } },
    auroc: null,
    pgr: { defined: false, reason: "no gap" },
  };
  const read = (name: string) =>
    cellOf(given, columnsOf(schema).find((column) => column.name === name)!);

  it("reads what is there, lists in one cell, and null where there is nothing", () => {
    expect(read("weak_accuracy_low")).toBe(0.25);
    expect(read("seeds")).toBe("0 1");
    expect(read("auroc_low")).toBeNull();
    expect(read("pgr")).toBeNull();
    expect(read("pgr_why")).toBe("no gap");
  });
});
