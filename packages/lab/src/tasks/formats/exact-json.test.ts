import { describe, expect, it } from "vitest";
import { exactJson } from "./exact-json.js";

describe("exactJson", () => {
  it("reads NaN and Infinity, which Python writes, outside of texts alone", () => {
    const text = '{"x": NaN, "y": [-Infinity,Infinity , NaN], "t": "NaN, \\"[NaN]: Infinity"}';
    expect(exactJson(text)).toEqual({
      x: Number.NaN,
      y: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN],
      t: 'NaN, "[NaN]: Infinity',
    });
    expect(exactJson('{"t": "a: NaN"}')).toEqual({ t: "a: NaN" });
  });

  it("keeps the digits of large whole numbers, with NaN beside them and without", () => {
    const id = "9007199254740993";
    expect(exactJson(`{"id": ${id}, "x": NaN}`)).toEqual({ id, x: Number.NaN });
    expect(exactJson(`[${id}, -${id}, 1.5e3, "${id}"]`)).toEqual([id, `-${id}`, 1500, id]);
  });

  it.each(['{"x": NaN', '{"x": NaN, }', '{"x": NaN, "y', "[NaN NaN]", "NaN", '{"x": -NaN}'])(
    "refuses %j, as JSON.parse does",
    (text) => {
      expect(() => exactJson(text)).toThrow(SyntaxError);
      expect(() => exactJson(text)).toThrow(/JSON/);
    },
  );
});
