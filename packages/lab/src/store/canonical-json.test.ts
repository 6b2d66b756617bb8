import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type JsonValue, readableJson } from "./canonical-json.js";

describe("canonicalJson", () => {
  it("sorts keys at every depth and leaves lists in their order", () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }, 3], a: null })).toBe(
      '{"a":null,"b":[{"a":2,"z":1},3]}',
    );
  });

  it("writes numbers in JavaScript's shortest form", () => {
    expect(canonicalJson([0.1, 1e21, -0, 100, 1 / 3])).toBe("[0.1,1e+21,0,100,0.3333333333333333]");
  });

  it("sorts keys that look like integers as text too", () => {
    expect(canonicalJson({ 9: 1, 10: 2, "-": 3 })).toBe('{"-":3,"10":2,"9":1}');
  });

  it("keeps a key named __proto__ as a key", () => {
    expect(canonicalJson(JSON.parse('{"__proto__": 1, "a": 2}'))).toBe('{"__proto__":1,"a":2}');
  });

  it("refuses what JSON cannot hold, with the path to it", () => {
    const refused = (value: unknown) => () => canonicalJson(value as JsonValue);
    expect(refused({ loss: { l2: Number.NaN } })).toThrow(
      "internal: canonical JSON: value.loss.l2 must be a finite number, got NaN",
    );
    expect(refused([Number.POSITIVE_INFINITY])).toThrow(
      "value[0] must be a finite number, got Infinity",
    );
    expect(refused({ seed: undefined })).toThrow("value.seed must be a JSON value, got undefined");
    expect(refused([new Date(0)])).toThrow("value[0] must be a JSON value, got Date");
    expect(refused([undefined])).toThrow("got undefined");
    expect(refused(new Float32Array(2))).toThrow("got Float32Array");
    expect(refused(1n)).toThrow("got bigint");
  });

  it("does not depend on the order of keys, and reads back as the same value", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        const text = canonicalJson(value as JsonValue);
        expect(canonicalJson(backwards as JsonValue)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it("is indented and ends with a newline in its readable form", () => {
    expect(readableJson({ b: 1, a: [2] })).toBe('{\n  "a": [\n    2\n  ],\n  "b": 1\n}\n');
  });
});
