import { checkOptions } from "@w2s/base";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { jsonObject } from "./json-object.js";

const check = (settings: unknown) =>
  checkOptions(z.strictObject({ settings: jsonObject }), { settings }, "external").settings;

describe("jsonObject", () => {
  it("takes what JSON can hold", () => {
    const all = { a: 1, b: ["x", null, { c: true }], d: {}, e: [] };
    expect(check(all)).toEqual(all);
  });

  it.each([
    [{ a: Number.NaN }, '"settings.a" must be JSON: a text, a finite number, .*, got NaN$'],
    [{ a: { b: [1, Number.POSITIVE_INFINITY] } }, '"settings.a.b.1" must be JSON: .*, got Inf'],
    [{ a: new Date(0) }, '"settings.a" must be JSON: .*, got a Date$'],
    [{ a: new Map() }, '"settings.a" must be JSON: .*, got a Map$'],
    [{ a: () => 1 }, '"settings.a" must be JSON: .*, got a function$'],
    [{ a: undefined }, '"settings.a" must be given$'],
    [{ a: 1n }, '"settings.a" must be JSON: .*, got 1$'],
    [[1], '"settings" must be an object, got a list$'],
    ["lr=1", '"settings" must be an object, got "lr=1"$'],
  ])("refuses %o by its place", (settings, message) => {
    expect(() => check(settings)).toThrow(new RegExp(`^external: ${message}`));
  });
});
