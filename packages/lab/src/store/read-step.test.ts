import { describe, expect, it } from "vitest";
import { againWhenStale } from "./read-step.js";

describe("againWhenStale", () => {
  const failing = (code: string, times: number) => {
    let left = times;
    return async () => {
      if (left-- > 0) throw Object.assign(new Error(code), { code });
      return "read";
    };
  };

  it("reads once more what another client of the disk replaced, and once only", async () => {
    expect(await againWhenStale(failing("ESTALE", 1))).toBe("read");
    await expect(againWhenStale(failing("ESTALE", 2))).rejects.toThrow("ESTALE");
    await expect(againWhenStale(failing("EMFILE", 1))).rejects.toThrow("EMFILE");
  });
});
