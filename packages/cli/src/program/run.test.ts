import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../main.js";

describe("w2s run", () => {
  it.each([
    [["--set", "epochs=5", "--set", "epochs=6"], '--set: "epochs" is set twice'],
    [["--set", "seeds=2", "--seeds", "3"], "--set seeds and --seeds: each says which seeds run"],
    [["--seed", "1", "--set", "seeds=2"], "--set seeds and --seed: each says which seeds run"],
  ])("refuses %j, of which one would be lost", async (given, says) => {
    const io = fakeIo(scratchFolder("run"));
    expect(await main(["run", "s.study.ts", ...given], io)).toBe(2);
    expect(io.err()).toMatch(/^w2s: .*; give .*\n$/);
    expect(io.err()).toContain(says);
  });

  it.each([
    ["5000", 'must be at most 1000, got "5000"'],
    ["1001", 'must be at most 1000, got "1001"'],
    ["0", 'must be a whole number of at least 1, got "0"'],
  ])("refuses --priority %s in one line", async (priority, says) => {
    const io = fakeIo(scratchFolder("run"));
    expect(await main(["run", "s.study.ts", "--priority", priority], io)).toBe(2);
    expect(io.err()).toBe(`w2s: --priority: ${says}\n`);
  });
});
