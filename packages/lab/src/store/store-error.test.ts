import { describe, expect, it } from "vitest";
import { StoreError, writeFailure } from "./store-error.js";

describe("writeFailure", () => {
  it.each([
    ["ENOSPC", "the disk is full"],
    ["EDQUOT", "the disk is full"],
    ["EFBIG", "takes no file as large as one of its steps (ulimit -f"],
    ["EROFS", "lies on a read-only disk"],
    ["EMFILE", "too many files are open"],
  ])("says %s in one line, with what to do", (code, message) => {
    const failure = writeFailure("/store", Object.assign(new Error(`${code}: raw`), { code }));
    expect(failure).toBeInstanceOf(StoreError);
    expect((failure as StoreError).message).toContain(`store /store: ${message}`);
    expect((failure as StoreError).message).toMatch(/, or name another store with --store DIR/);
  });

  it("leaves what is no failure of the disk as it is", () => {
    const other = new Error("mine");
    expect(writeFailure("/store", other)).toBe(other);
  });
});
