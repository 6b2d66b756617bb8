import { describe, expect, it } from "vitest";
import { StudyError } from "./study-error.js";

describe("StudyError", () => {
  it("says in one line whose function failed and what it threw, with its stack", () => {
    const cause = new TypeError("no such\n  thing");
    const error = new StudyError('supervisor "mine": its function failed', cause);
    expect(error.message).toBe('supervisor "mine": its function failed: no such thing');
    expect(error.stack).toBe(cause.stack);
    expect(error.cause).toBe(cause);
  });

  it("says what was thrown that is no error, and the name of one without a message", () => {
    expect(new StudyError("it failed", "no").message).toBe("it failed: threw no");
    expect(new StudyError("it failed", new RangeError()).message).toBe("it failed: RangeError");
  });
});
