import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { imitability } from "./imitability.js";

const study = imitability.study({
  tasks: [worldTask("maximum", { examples: 240 })],
  models: [8, 16, 24].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study);
}, 240_000);

const of = (supervisor: string, student: string) =>
  outcomes.find((one) => one.supervisor === supervisor && one.student === student)!;
const [small, large, alone] = ["world-8:2/last", "world-16:2/last", "world-24:2/last"] as const;

describe("imitability", () => {
  it("puts a student beside itself with its supervisor's features and with another's", () => {
    const { rows } = drawnOf(study, "imitability", outcomes)!;
    const students = rows.filter(({ series }) => series === `student of ${small}`);
    const score = (student: string) => of(small, student).scores.student.accuracy.value;
    expect(students.map(({ x, value }) => [x, value])).toEqual([
      ["alone", score(alone)],
      ["+ another's", score(`${alone}+${large}`)],
      ["+ supervisor's", score(`${alone}+${small}`)],
    ]);
    expect(rows.filter(({ series }) => series === `ceiling beside ${large}`).length).toBe(3);
  });

  it("puts what is lost against what is repeated, student and ceiling", () => {
    const { rows } = drawnOf(study, "imitation-costs", outcomes)!;
    const own = of(small, `${alone}+${small}`);
    const other = of(small, `${alone}+${large}`);
    const panel = "student, than beside another's";
    const [mark] = rows.filter((row) => row.panel === panel);
    expect(mark!.value).toBeCloseTo(
      own.scores.student.accuracy.value - other.scores.student.accuracy.value,
      12,
    );
    expect(mark!.x).toBeCloseTo(
      own.errorsRepeated.student!.value - other.errorsRepeated.student!.value,
      12,
    );
    // Two supervisors, two comparisons, student and ceiling.
    expect(rows.length).toBe(8);
  });

  it("trains all students alike", () => {
    const recipes = study.students.map(({ recipe }) => recipe);
    expect(recipes[1]).toEqual(recipes[0]);
    expect(recipes[2]).toEqual(recipes[0]);
  });

  it("says what one supervisor cannot show", () => {
    const two = imitability.study({ tasks: [], models: [8, 16].map(zooLayer) });
    expect(two.notes.join(" ")).toContain("no other's features to compare with");
  });
});
