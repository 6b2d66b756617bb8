import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { agreement, overall } from "./agreement.js";

const predicting = (...options: number[]) =>
  ndarray(Float32Array.from(options.flatMap((option) => [1 - option, option])), [
    options.length,
    2,
  ]);

describe("agreement", () => {
  it("splits by whether the supervisor is right", () => {
    // Supervisor right on rows 0, 1, 2, wrong on 3, 4. Student agrees on 0, 1 (2 of 3) and 3 (1 of
    // 2); 3 of 5 overall. It overrules on 2, where it says 0 and 1 is right, and on 4, where it
    // says 0 and 0 is right.
    const supervisor = predicting(0, 1, 1, 0, 1);
    const student = predicting(0, 1, 0, 0, 0);
    expect(agreement(student, supervisor, Int32Array.of(0, 1, 1, 1, 0))).toEqual({
      overall: 3 / 5,
      whereSupervisorRight: 2 / 3,
      whereSupervisorWrong: 1 / 2,
      overruledRight: 1 / 2,
    });
  });

  it("is null for a part that no example is in", () => {
    const supervisor = predicting(0, 1);
    expect(agreement(supervisor, supervisor, Int32Array.of(0, 1)).whereSupervisorWrong).toBeNull();
    expect(agreement(supervisor, supervisor, Int32Array.of(1, 0)).whereSupervisorRight).toBeNull();
    expect(agreement(supervisor, supervisor, Int32Array.of(1, 0)).overruledRight).toBeNull();
  });

  it("refuses different numbers of rows", () => {
    expect(() => agreement(predicting(0), predicting(0, 1), Int32Array.of(0, 1))).toThrow(
      "agreement: student and supervisor need the same rows, got 1 and 2",
    );
  });

  it("asks for no truth where only student and supervisor are compared", () => {
    const input = {
      student: predicting(0, 1, 1, 0),
      supervisor: predicting(0, 1, 0, 0),
      get truth(): Int32Array {
        throw new Error("truth was asked for");
      },
    };
    expect(overall.compute(input)).toBe(3 / 4);
  });
});
