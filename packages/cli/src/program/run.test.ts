import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../main.js";

describe("w2s run", () => {
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
