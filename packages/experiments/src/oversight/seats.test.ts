import { drawn, model } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { namesOf, seatName, seatOf, seatsOf } from "./seats.js";

describe("seats", () => {
  it("are read from the names that they give", () => {
    for (const seat of [
      { protocol: "alone", overseer: "SmolLM2:5", model: null },
      { protocol: "debate 2 turns", overseer: "world-32", model: "honest world-64" },
    ]) {
      expect(seatOf(seatName(seat))).toEqual(seat);
    }
  });

  it("are the student last, one or two strong models, and overseers", () => {
    const ladder = [1, 2, 3, 4, 5, 6].map((width) => drawn(width));
    const counts = [3, 4, 5, 6].map((count) => {
      const { overseers, models, student } = seatsOf(ladder.slice(0, count));
      expect(student).toBe(ladder[count - 1]);
      return [overseers.length, models.length];
    });
    expect(counts).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
    ]);
    expect(() => seatsOf(ladder.slice(0, 2))).toThrow(
      "--model: needs three models or more: overseers, a stronger model, and a student, got 2",
    );
  });

  it("name models as users do, with the layer where that tells them apart", () => {
    const [a, b, c] = [model("m").layer(2), model("m").layer(5), model("n").layer(1)];
    expect([a, c].map(namesOf([a, c]))).toEqual(["m", "n"]);
    expect([a, b].map(namesOf([a, b]))).toEqual(["m:2", "m:5"]);
  });
});
