// Rows of the hub's Parquet with other types than published, and labels that are none.

import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { numbered, whole } from "./hub.js";

const said = (schema: z.ZodType, value: unknown) => {
  const { data, error } = schema.safeParse(value);
  return error === undefined ? data : error.issues[0]!.message;
};

describe("whole", () => {
  it.each([1, 1n, "1", "1.0", true])("takes %o for 1", (value) => {
    expect(said(whole, value)).toBe(1);
  });

  it.each([0.5, "", null, undefined, "one", Number.NaN])("refuses %o", (value) => {
    expect(said(whole, value)).toBe("must be a whole number");
  });
});

describe("numbered", () => {
  it("names a class, and refuses one that is none, as that of a split without labels", () => {
    const schema = numbered("false", "true");
    expect([0, 1n, "1", false].map((value) => said(schema, value))).toEqual([
      "false",
      "true",
      "true",
      "false",
    ]);
    for (const value of [-1, 2, 0.5]) expect(said(schema, value)).toMatch(/^must be a (wh|n)/);
  });
});
