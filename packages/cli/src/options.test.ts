import { describe, expect, it } from "vitest";
import { age, collectSettings, seedList, setting, wholeNumber } from "./options.js";

describe("wholeNumber", () => {
  it("takes digits and refuses the rest with what it got", () => {
    expect(wholeNumber("--limit", 1)("200")).toBe(200);
    for (const text of ["0", "-1", "1.5", "1e3", "x", "", " 5"]) {
      expect(() => wholeNumber("--limit", 1)(text)).toThrow(
        `--limit: must be a whole number of at least 1, got "${text}"`,
      );
    }
  });
});

describe("wholeNumber with an end", () => {
  it("is that of whole numbers that are kept to the digit, where no other is said", () => {
    expect(wholeNumber("--seed", 0)("9007199254740991")).toBe(9007199254740991);
    for (const text of ["9007199254740993", "9".repeat(400)]) {
      expect(() => wholeNumber("--seed", 0)(text)).toThrow(
        `--seed: must be at most 9007199254740991, got "${text}"`,
      );
    }
  });

  it("takes it and refuses what is beyond", () => {
    expect(wholeNumber("--port", 0, 65_535)("65535")).toBe(65_535);
    expect(() => wholeNumber("--port", 0, 65_535)("99999")).toThrow(
      '--port: must be at most 65535, got "99999"',
    );
  });
});

describe("seedList", () => {
  it("reads a count as the first seeds and a list as itself", () => {
    expect(seedList("3")).toEqual([0, 1, 2]);
    expect(seedList("7, 1,2")).toEqual([7, 1, 2]);
    expect(() => seedList("1,1")).toThrow('--seeds: must name each seed once, got "1,1"');
    expect(() => seedList("0")).toThrow("at least 1");
    for (const text of ["9007199254740991", "99999999999999999999"]) {
      expect(() => seedList(text)).toThrow(`--seeds: must be at most 100000, got "${text}"`);
    }
  });
});

describe("setting", () => {
  it("splits at the first equals sign", () => {
    expect(setting("methods=confidence=x")).toEqual(["methods", "confidence=x"]);
    expect(() => setting("seeds")).toThrow(
      '--set: must be key=value, got "seeds"; for example --set seeds=3',
    );
    expect(() => setting("=3")).toThrow("must be key=value");
  });
});

describe("collectSettings", () => {
  it("takes each setting once: the first of two would be lost", () => {
    expect(collectSettings("epochs=6", ["seeds=2"])).toEqual(["seeds=2", "epochs=6"]);
    expect(() => collectSettings("epochs = 6", ["epochs=5"])).toThrow(
      '--set: "epochs" is set twice; give it once, or several values to --vary',
    );
  });
});

describe("age", () => {
  it("reads minutes, hours, days and weeks", () => {
    expect([age("90m"), age("2h"), age("30d"), age("1w")]).toEqual([
      5.4e6, 7.2e6, 2.592e9, 6.048e8,
    ]);
    expect(() => age("3y")).toThrow(
      '--older-than: must be a number with m, h, d or w, got "3y"; for example 30d',
    );
  });
});
