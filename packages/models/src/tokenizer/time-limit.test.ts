import { describe, expect, it } from "vitest";
import { timeLimited } from "./time-limit.js";

const withRegex = (Regex: string) => ({
  pre_tokenizer: { type: "Sequence", pretokenizers: [{ type: "Split", pattern: { Regex } }] },
});

describe("timeLimited", () => {
  it("ends a regular expression that takes exponential time, and reads other texts", () => {
    const pattern = "^(a+)+$";
    const encode = (text: string) => text.match(new RegExp(pattern, "u"))?.length ?? 0;
    const limited = timeLimited("x/tokenizer.json", withRegex(pattern), encode, 200);
    expect(limited("aaa")).toBe(2);
    const began = performance.now();
    expect(() => limited(`${"a".repeat(40)}!`)).toThrow(
      "x/tokenizer.json: its regular expression takes more than 0.2 s on a text of 41 " +
        "characters; " +
        "take another tokenizer",
    );
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(limited("aa")).toBe(2);
  });

  it("tries again where the time passed without work: a process that was stopped", () => {
    let calls = 0;
    const encode = (text: string) => {
      calls += 1;
      const end = performance.now() + (calls === 1 ? 400 : 0);
      while (performance.now() < end);
      return text.length;
    };
    expect(timeLimited("x", withRegex("a+"), encode, 100)("four")).toBe(4);
    expect(calls).toBe(2);
  });

  it("passes on what is thrown", () => {
    const failing = (): never => {
      throw new RangeError("no");
    };
    expect(() => timeLimited("x", withRegex("a"), failing)("text")).toThrow(new RangeError("no"));
  });

  it("leaves a tokenizer alone whose expressions are known, or that has none", () => {
    const encode = (text: string) => text.length;
    const llama =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| " +
      "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    expect(timeLimited("x", withRegex(llama), encode)).toBe(encode);
    expect(timeLimited("x", { pre_tokenizer: null }, encode)).toBe(encode);
    expect(timeLimited("x", withRegex("a+"), encode)).not.toBe(encode);
  });
});
