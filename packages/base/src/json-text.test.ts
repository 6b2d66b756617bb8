import { describe, expect, it } from "vitest";
import { parseJsonText, parseWrittenJson } from "./json-text.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("parseWrittenJson", () => {
  it("gives what JSON says, names again in other objects", () => {
    const text = '\ufeff{ "a": [{ "b": 1 }, { "b": 2 }], "b": { "a": 3 } }';
    expect(parseWrittenJson(bytes(text), "s.json")).toEqual({
      a: [{ b: 1 }, { b: 2 }],
      b: { a: 3 },
    });
  });

  it.each([
    [
      '{ "seeds": 2,\n  "seeds": 3 }',
      's.json:2:3: "seeds" is there twice in one object; leave one',
    ],
    ['{ "a": [{ "b": 1, "b": 1 }] }', 's.json:1:19: "b" is there twice in one object; leave one'],
    [
      '{ "a": { "__proto__": {} } }',
      's.json:1:10: "__proto__" cannot be a name here; take another',
    ],
    ['{ "a": 1,\n }', "s.json:2:2: must be JSON, property name expected"],
  ])("refuses %j by line and column", (text, message) => {
    expect(() => parseWrittenJson(bytes(text), "s.json")).toThrow(message);
  });

  it("is stricter than what programs wrote is read", () => {
    expect(parseJsonText(bytes('{ "a": 1, "a": 2 }'), "r.json")).toEqual({ a: 2 });
  });
});
