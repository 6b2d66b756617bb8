import { describe, expect, it } from "vitest";
import { grid } from "../test/outcomes.js";
import { modelTable } from "./page-details.js";

describe("modelTable", () => {
  it("says that there is no model, and where a model's pretraining is not stated", () => {
    const [first] = grid();
    const none = { name: "people", adapted: "labels", parameters: null, pretrainingFlop: null };
    const silent = { ...first!.studentModel, parameters: 12_000, pretrainingFlop: null };
    const rows = modelTable([
      { ...first!, supervisor: "people", supervisorModel: none, studentModel: silent },
    ]).split("<tr>");
    const cells = (label: string) =>
      [...rows.find((row) => row.includes(label))!.matchAll(/<td[^>]*>([^<]*)</g)].map(
        ([, text]) => text,
      );
    expect(cells("people").slice(-2)).toEqual(["none", "none"]);
    expect(cells(first!.student).at(-1)).toBe("not stated");
  });
});
