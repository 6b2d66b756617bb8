import { describe, expect, it } from "vitest";
import { fitted, textWidth } from "./drawing.js";

describe("fitted", () => {
  it("cuts a text in its middle to its room, wide letters sooner, and leaves what fits", () => {
    expect(fitted("large finetuned", 200, 11)).toBe("large finetuned");
    const [letters, capitals] = [
      fitted("n".repeat(200), 200, 11),
      fitted("W".repeat(200), 200, 11),
    ];
    expect(letters).toMatch(/^n+…n+$/);
    expect(capitals.length).toBeLessThan(letters.length);
    for (const cut of [letters, capitals]) {
      expect(textWidth(cut, 11)).toBeLessThanOrEqual(200);
      expect(textWidth(`${cut}${cut[0]}`, 11)).toBeGreaterThan(200);
    }
  });

  it("keeps one column where there is no room, and no control or direction mark", () => {
    expect(fitted("large", 0, 11)).toHaveLength(1);
    expect(fitted("a\u0007b\u202e", 200, 11)).toBe("a b");
  });
});
