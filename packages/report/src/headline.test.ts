import { describe, expect, it } from "vitest";
import { outcome } from "../test/outcomes.js";
import { headlineOf } from "./headline.js";

describe("headlineOf", () => {
  it("says in a sentence how many gains there are, and which is surest", () => {
    const rows = [
      outcome({ pgr: 0.4 }),
      outcome({ task: "parity", pgr: 0.8, spread: 0.1 }),
      outcome({ task: "order", weakScore: 0.51 }),
    ];
    // .8 + .8 x (.98 - .8) = .944.
    expect(headlineOf(rows).sentence).toBe(
      "In 2 of 3 comparisons the student clearly beat its supervisor, most surely on parity: " +
        ".944 by the student, .800 by its supervisor, .980 by the ceiling. In 1 more it did, but " +
        "something else than the supervisor's labels may explain it.",
    );
    expect(headlineOf([outcome({ pgr: 0 })]).sentence).toBe(
      "In none of one comparison did a student clearly beat its supervisor because of what it " +
        "was taught.",
    );
  });

  it("has three numbers, each with what must be known of it", () => {
    const rows = [0.2, 0.4, 0.6].map((pgr, i) => outcome({ task: `t${i}`, pgr }));
    const [gains, median, gain] = headlineOf(rows).numbers;
    expect(gains).toMatchObject({ value: "3 of 3" });
    expect(median).toMatchObject({
      value: ".40",
      detail:
        "75% interval for other such tasks [.20, .60], from 3 tasks; of 3 rows, 3 have a clear " +
        "gap; ratio of means over all rows .40 [-.10, .90] (3 tasks)",
    });
    // Gains .036, .072, .108: mean .072, their spread .036, t(2) 4.303 x .036 / sqrt(3) = .089.
    expect(gain).toMatchObject({
      value: "+.072",
      detail:
        "all rows, every task counts once; 95% interval for other such tasks [-.017, .161], " +
        "from 3 tasks",
    });
    const none = headlineOf([outcome({ ceilingScore: 0.8, pgr: 0 })]).numbers;
    expect(none.map(({ value }) => value)).toEqual(
      ["0 of 1", "none", ".000"].map((v, i) => (i === 2 ? `+${v}` : v)),
    );
  });

  it("holds no outcomes", () => {
    expect(headlineOf([])).toEqual({ sentence: "Nothing was compared.", numbers: [] });
  });
});
