import { describe, expect, it } from "vitest";
import { bytes, clock, count, counted, listed, plural, roughly, sizeInBytes } from "./text.js";

describe("figures", () => {
  it("are written as people read them", () => {
    expect(count(6920)).toBe("6,920");
    expect([plural(1, "step"), plural(0, "step"), plural(1200, "text")]).toEqual([
      "1 step",
      "0 steps",
      "1,200 texts",
    ]);
    expect([listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
      "a",
      "a and b",
      "a, b and c",
    ]);
    expect([counted(1, "sets"), counted(0, "sets")]).toEqual(["1 set", "0 sets"]);
    expect([clock(0), clock(34_400), clock(294_000), clock(3_723_000)]).toEqual([
      "0:00",
      "0:34",
      "4:54",
      "1:02:03",
    ]);
    expect([roughly(10), roughly(40_000), roughly(125_000), roughly(10_800_000)]).toEqual([
      "about 1 s",
      "about 40 s",
      "about 2 min",
      "about 3 h",
    ]);
    expect([bytes(0), bytes(312), bytes(4_100_000), bytes(312e9)]).toEqual([
      "0 B",
      "312 B",
      "4.1 MB",
      "312 GB",
    ]);
  });

  it("are read back where they are sizes", () => {
    expect(["500MB", "20GB", "1.5 tb"].map(sizeInBytes)).toEqual([5e8, 20e9, 1.5e12]);
    expect(["", "4", "GB", "4 kB", "-1GB", "4GBs"].map(sizeInBytes)).toEqual(
      Array.from({ length: 6 }),
    );
  });
});
