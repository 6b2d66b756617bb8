import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedOf, countsTask, wrongIn } from "../../../test/asked.js";
import { knowing, textsLearnt } from "../../../test/knowing.js";
import { roomOf, wordsTask } from "../../../test/rooms.js";
import { drawn } from "../../reading/index.js";
import { probe } from "../../students/index.js";
import { rows, type Task, table } from "../../tasks/index.js";
import { consultancy, debate, trained } from "../index.js";
import { type Contender, played, type Verdict } from "./game.js";
import { Jury } from "./jury.js";
import type { OverseenLabels } from "./overseen.js";

const weak = probe(drawn(6), { epochs: 2, batchSize: 32 });
const transcriptsOf = (labels: object) => (labels as OverseenLabels).transcripts;

/** Four digits: is none of them 7? As with a row that is sorted, only a no has a witness. */
function sevens(): Task {
  const made = Array.from({ length: 400 }, (_, i) => {
    const others = Array.from({ length: 4 }, (_, at) => (i * 31 + at * 17) % 7);
    const digits = others.map((digit, at) => (i % 2 === 0 && at === i % 4 ? 7 : digit));
    return { text: `${digits.join(" ")} n${i}`, label: Number(!digits.includes(7)) };
  });
  return table(rows("sevens", made), {
    text: "text",
    label: "label",
    parts: ({ text }) => {
      const digits = String(text).split(" ").slice(0, 4);
      return {
        parts: digits.map((digit, at) => ({
          text: `${text} : ${at}`,
          label: Number(digit === "7"),
        })),
        combine: (answers) => Number(!Array.from(answers).includes(1)),
        claims: digits.map((_, at) => ({ text: `at ${at}`, checks: [[at, 1]], proves: 0 })),
      };
    },
  });
}

async function accuracyOf(supervisor: Parameters<typeof askedOf>[0], task: Task) {
  const room = await roomOf(task);
  const { labels } = await askedOf(supervisor, room);
  const { test } = room.rows(0);
  return 1 - wrongIn(labels, test, room).length / test.length;
}

describe("debate", () => {
  it("brings any judge to 1.0 with exact checks and debaters that know the claims", async () => {
    const by = [knowing(), knowing()];
    for (const judge of [knowing(0), knowing(0.4), trained(weak)]) {
      for (const task of [countsTask(2), countsTask(3), sevens()]) {
        const spec = debate(judge, { by, checks: "exact" });
        expect(await accuracyOf(spec, task), task.name).toBe(1);
      }
    }
  });

  it("tells who is right from silence, where only one side ever has a witness", async () => {
    const room = await roomOf(sevens());
    const by = [knowing(), knowing()];
    const { labels } = await askedOf(debate(knowing(0), { by, checks: "exact" }), room);
    const silent = transcriptsOf(labels).filter(({ turns }) =>
      turns.every((turn) => turn.does !== "checks" || !turn.holds),
    );
    expect(silent.length).toBeGreaterThan(50);
    for (const { said } of silent) expect(said).toEqual([0, 1]);
  });

  it("leaves the judge what it says alone where there are no claims", async () => {
    const room = await roomOf(wordsTask(200));
    const { labels: alone } = await askedOf(trained(weak), room);
    const by = [knowing(), knowing(0)];
    for (const checks of ["judge", "exact"] as const) {
      const { labels } = await askedOf(debate(weak, { by, checks }), room);
      expect(labels.probabilities.data).toEqual(alone.probabilities.data);
    }
  });

  it("hears claims that a judge of parts lets stand, false ones too", async () => {
    const room = await roomOf(sevens());
    // A judge that says of every part what is not so.
    const spec = debate(knowing(0.2), { by: [knowing(), knowing()], turns: 2 });
    const { labels } = await askedOf(spec, room);
    const turns = transcriptsOf(labels).flatMap((one) => one.turns);
    turns.forEach((turn, i) => {
      if (turn.does !== "checks") return;
      const claim = turns[i - 1]!;
      expect(claim.does === "claims" && claim.truth).toBe(!turn.holds);
    });
    expect(turns.some((turn) => turn.does === "checks")).toBe(true);
  });

  it("puts forward claims that are believed alone, where that is asked", async () => {
    const room = await roomOf(sevens());
    const by = [knowing(), knowing()];
    const { labels } = await askedOf(debate(weak, { by, believed: true, turns: 3 }), room);
    const claims = transcriptsOf(labels).flatMap(({ turns }) =>
      turns.filter((turn) => turn.does === "claims"),
    );
    expect(claims.length).toBeGreaterThan(50);
    expect(claims.every((turn) => turn.does === "claims" && turn.truth)).toBe(true);
  });

  it("counts a question for the text and one for each part that is checked, once", async () => {
    const room = await roomOf(sevens());
    const by = [knowing(), knowing()];
    const budgets = async (checks: "judge" | "exact") => {
      const { labels } = await askedOf(debate(weak, { by, checks, turns: 3 }), room);
      return transcriptsOf(labels).map(({ budget }) => budget);
    };
    // Only one side has claims: three of them are put forward, each about one part.
    for (const budget of await budgets("judge")) {
      expect(budget).toMatchObject({ questions: 4, turns: 3, checks: 0 });
    }
    for (const budget of await budgets("exact")) {
      expect(budget).toMatchObject({ questions: 1, turns: 3, checks: 3 });
    }
  });

  it("trains nobody on a text or a part of what is not in supervise", async () => {
    const room = await roomOf(countsTask(2));
    const other = probe(drawn(12), { epochs: 2 });
    const { step } = await askedOf(debate(weak, { by: [other, other] }), room);
    const own = new Set(Array.from(room.rows(0).supervise, (r) => room.examples[r]!.inputs[0]!));
    const learnt = textsLearnt(step);
    expect(learnt.size).toBeGreaterThan(100);
    for (const text of learnt) expect(own.has(text.split(" : ")[0]!)).toBe(true);
  });

  it("refuses debaters of unequal budgets", () => {
    expect(() => debate(weak, { by: [weak, weak], turns: [2, 1] })).toThrow(
      "debate: both debaters must have the same budget, got 2 and 1 turns",
    );
    expect(() => debate(weak, { by: [weak] as never })).toThrow(/^debate: /);
  });
});

describe("consultancy", () => {
  it("is worth what the position is, where there are no claims", async () => {
    const task = wordsTask(400);
    const by = knowing();
    const judge = knowing(0.5);
    const chosen = consultancy(judge, { by, position: "chosen" });
    expect(await accuracyOf(chosen, task)).toBe(1);
    const assigned = await accuracyOf(consultancy(judge, { by, position: "assigned" }), task);
    expect(Math.abs(assigned - 0.5)).toBeLessThan(0.2);
  });

  it("of a given position is right wherever the claim can be shown or must have been", async () => {
    const spec = { by: knowing(), position: "assigned", checks: "exact" } as const;
    // Told "no", silence says yes, and a witness no; told "yes" nobody has anything to show.
    const accuracy = await accuracyOf(consultancy(knowing(0), spec), sevens());
    expect(accuracy).toBeGreaterThan(0.35);
    expect(accuracy).toBeLessThan(0.65);
    expect(await accuracyOf(consultancy(knowing(0), spec), countsTask(2))).toBe(1);
  });
});

/** Every way in which two sides may put claims forward, one after another or pass, played out. */
function exhaustive(
  claims: readonly (readonly boolean[])[],
  options: readonly number[],
  verdict: Verdict,
  turns: number,
): readonly number[] {
  const stood = (used: readonly ReadonlySet<number>[]) =>
    used.map((own, side) => [...own].filter((claim) => claims[side]![claim]).length);
  const from = (turn: number, used: readonly ReadonlySet<number>[]): readonly number[] => {
    if (turn === turns * claims.length) return verdict(stood(used));
    const side = turn % claims.length;
    const moves = [null, ...claims[side]!.keys()].filter(
      (move) => move === null || !used[side]!.has(move),
    );
    const ends = moves.map((move) =>
      from(
        turn + 1,
        used.map((own, i) => (i === side && move !== null ? new Set([...own, move]) : own)),
      ),
    );
    const option = options[side]!;
    return ends.reduce((best, end) => (end[option]! > best[option]! ? end : best));
  };
  return from(
    0,
    claims.map(() => new Set<number>()),
  );
}

/** Any judge of two sides' numbers of claims, with no two verdicts alike. */
const judges = fc
  .array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 16, maxLength: 16 })
  .map(
    (table): Verdict =>
      ([a, b]) => {
        const p = Math.min(
          0.999,
          table[4 * Math.min(a!, 3) + Math.min(b!, 3)]! + (4 * a! + b!) * 1e-6,
        );
        return [p, 1 - p];
      },
  );

describe("played", () => {
  const side = fc.array(fc.boolean(), { maxLength: 3 });

  it("in turn comes to the value that an exhaustive search over claims finds", () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 2 }), judges, (a, b, turns, verdict) => {
        const sides: Contender[] = [a, b].map((claims, option) => ({
          option,
          standing: claims.filter(Boolean).length,
        }));
        const found = verdict(played(sides, verdict, { turns, simultaneous: false }));
        expect(found[0]).toBeCloseTo(exhaustive([a, b], [0, 1], verdict, turns)[0]!, 10);
      }),
      { numRuns: 300 },
    );
  });

  it("at once gives each side the best of its worst cases", () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 3 }), judges, (a, b, turns, verdict) => {
        const most = [a, b].map((claims) => Math.min(turns, claims.filter(Boolean).length));
        const sides = most.map((standing, option) => ({ option, standing }));
        const chosen = played(sides, verdict, { turns, simultaneous: true });
        const worst = (own: number) =>
          Math.min(
            ...Array.from({ length: most[1]! + 1 }, (_, other) => verdict([own, other])[0]!),
          );
        const all = Array.from({ length: most[0]! + 1 }, (_, own) => worst(own));
        expect(worst(chosen[0]!)).toBe(Math.max(...all));
      }),
      { numRuns: 300 },
    );
  });
});

describe("Jury", () => {
  it("weighs what stood by Bayes' rule, with one more debate of each class", () => {
    const jury = new Jury(2, false);
    const stood = (claims: number) => [{ option: 1, claims }];
    // Of option 0, one of three had a claim that stood; of option 1, two of three.
    for (const claims of [1, 0, 0]) jury.learn(stood(claims), 0);
    for (const claims of [1, 1, 0]) jury.learn(stood(claims), 1);
    // Shares overall are 1/2: (1 + .5) / 4 and (2 + .5) / 4; own reading .8, .2.
    const [no, yes] = jury.judge([0.8, 0.2], stood(1));
    expect(yes).toBeCloseTo((0.2 * 2.5) / (0.8 * 1.5 + 0.2 * 2.5), 12);
    expect(no! + yes!).toBeCloseTo(1, 12);
  });

  it("is left to itself by what it has never seen, and by what tells nothing", () => {
    const jury = new Jury(2, true);
    jury.learn([{ option: 1, claims: 0 }], 0);
    jury.learn([{ option: 1, claims: 0 }], 1);
    expect(jury.judge([0.7, 0.3], [{ option: 1, claims: 0 }])).toEqual([0.7, 0.3]);
    expect(jury.judge([0.7, 0.3], [{ option: 0, claims: 0 }])).toEqual([0.7, 0.3]);
    expect(jury.judge([0.7, 0.3], [{ option: 1, claims: 2 }])).toEqual([0, 1]);
  });
});
