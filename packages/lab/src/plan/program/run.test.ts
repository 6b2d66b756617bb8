// Programs on a tiny task: which steps they build, and the one line that refuses what they may not.

import { InputError } from "@w2s/base";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { resultsOf, roomOf, wordsTask } from "../../../test/rooms.js";
import { joinRows, labelsFrom } from "../../labels/index.js";
import type { Adjustment } from "../../methods/adjustment.js";
import {
  type Method,
  type MethodContext,
  naive,
  type Parts,
  program,
  type RowSet,
  type TaughtStudent,
  type WeakLabels,
} from "../../methods/index.js";
import { drawn } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { probe } from "../../students/index.js";
import { StudyError } from "../../study-error.js";
import { trained } from "../../supervisors/index.js";
import type { TaskRoom } from "../task-room.js";
import { runProgram } from "./run.js";

const student = probe(drawn(16), { epochs: 2, batchSize: 8 });
const link = probe(drawn(8), { epochs: 2 });
const weak = trained(probe(drawn(4), { epochs: 2 }));

let room: TaskRoom;
let store: Store;
beforeAll(async () => {
  room = await roomOf(wordsTask(400));
  store = await openStore(scratchFolder("programs"));
});

function run(method: Method, seed = 0) {
  const { transfer, validation, test } = room.rows(seed);
  const labels = labelsFrom(room.graph, room.say(weak, seed), room.taughtRows(seed), "soft");
  const rows = { train: transfer, validation, predict: test };
  const shared = { student, labels, hardness: "soft", teacher: weak.label } as const;
  return runProgram({ method, seed, remarks: undefined, ...shared, ...rows }, room);
}

const given = (learn: (context: MethodContext) => TaughtStudent) => program("mine", {}, learn);
const refused = (learn: (context: MethodContext) => TaughtStudent) => () => run(given(learn));

describe("an adjustment", () => {
  const adjusted = (apply: Adjustment["apply"]) =>
    run(
      given(({ adjust, fit, labels, student: own }) =>
        fit(own, adjust(labels, { name: "mine", options: {}, filters: true, apply })),
      ),
    ).student.step;
  const shape = (rows: number) => ({
    dtype: "float32" as const,
    shape: [rows, 2],
    data: new Float32Array(2 * rows).fill(0.5),
  });

  it.each<[string, Adjustment["apply"], RegExp]>([
    ["an index beyond", () => ({ keep: Int32Array.of(1e6) }), /"keep" must be .* got 1000000$/],
    ["one below", () => ({ keep: Int32Array.of(-1) }), /"keep" must be .* got -1$/],
    [
      "too few rows",
      () => ({ probabilities: shape(3) }),
      /"probabilities" must be \[\d+, 2\], got/,
    ],
  ])("that gives %s is refused in one line", async (_, apply, message) => {
    const done = resultsOf([adjusted(apply)], store);
    await expect(done).rejects.toThrow(InputError);
    await expect(done).rejects.toThrow(message);
  });

  it("that leaves examples out without saying so is refused", async () => {
    const apply = () => ({ keep: Int32Array.of(0, 1) });
    const { step } = run(
      given(({ adjust, fit, labels, student: own }) =>
        fit(own, adjust(labels, { name: "few", options: {}, filters: false, apply })),
      ),
    ).student;
    await expect(resultsOf([step], store)).rejects.toThrow(
      '"few" leaves examples out, and its "filters" is not true; say so there, or return no keep',
    );
  });
});

describe("a program without types", () => {
  it.each<[string, (context: MethodContext) => unknown, string]>([
    ["a method's name", (c) => c.fit(c.student, c.labels, "naive" as never), 'got "naive"'],
    [
      "a method that was not called",
      (c) => c.fit(c.student, c.labels, naive as never),
      "fit(...) needs a method such as naive(), got a function; call it: naive(",
    ],
    [
      "one student to combine",
      (c) => c.combine(c.fit(c.student, c.labels) as never),
      "combine(...) needs a list, got an object",
    ],
    ["labels to combine", (c) => c.combineLabels(c.labels as never), "combineLabels(...) needs a"],
    ["labels to join", (c) => c.joinLabels(c.labels as never), "joinLabels(...) needs a list"],
    ["a bare function", (c) => c.adjust(c.labels, (() => ({})) as never), "needs an adjustment, {"],
    [
      "an adjustment without options",
      (c) => c.adjust(c.labels, { name: "mine", filters: true, apply: () => ({}) } as never),
      'an adjustment\'s "options" must be an object that JSON can hold, got nothing',
    ],
  ])("that gives %s is refused by what was expected", (_, learn, message) => {
    const act = refused(learn as never);
    expect(act).toThrow(InputError);
    expect(act).toThrow(message);
    expect(act).toThrow(/^method "mine": /);
  });
});

describe("runProgram", () => {
  it("of one fit is the very step that the loss alone is", () => {
    const own = run(given(({ fit, student, labels }) => fit(student, labels)));
    expect(own.student.step.name).toBe(run(naive()).student.step.name);
    expect(own.links).toEqual([]);
  });

  it("asks a link about all rows, the last student about test alone, and trains each", async () => {
    const { student: last, links } = run(
      given(({ fit, label, parts, labels, student }) => {
        const halves = parts(2);
        const first = fit(link, labels.on(halves.at(0)));
        return fit(student, label(first, halves.last));
      }),
    );
    expect(links.map(({ label }) => label)).toEqual(["drawn:8"]);
    const [said] = await resultsOf([links[0]!.step], store);
    expect([...said!.rows]).toEqual([...room.asked(0)]);
    const [told] = await resultsOf([last.step], store);
    expect([...told!.rows]).toEqual([...room.rows(0).test]);
  });

  it("lets a combination speak, and with it its members, whoever made them before", async () => {
    const { student: last } = run(
      given(({ fit, label, combine, labels, student }) => {
        const [one, two] = [fit(student, labels), fit(link, labels)];
        return combine([one, fit(student, label(combine([one, two])))]);
      }),
    );
    const [said] = await resultsOf([last.step], store);
    expect(said!.rows).toHaveLength(room.rows(0).test.length);
  });

  it("filters labels to those rows that the student trains on", async () => {
    const { student: last } = run(
      given(({ fit, labels, student }) => fit(student, labels.surest(0.5))),
    );
    const [kept] = await resultsOf([last.step], store);
    const [all] = await resultsOf([run(naive()).student.step], store);
    // Two epochs in batches of 8, of all examples and of half of each class.
    const count = room.rows(0).transfer.length;
    expect(all!.course!.steps.at(-1)).toBe(2 * Math.ceil(count / 8));
    const steps = kept!.course!.steps.at(-1)!;
    expect(Math.abs(steps - count / 8)).toBeLessThanOrEqual(2);
  });

  it("gives a repeat another order of the data under the same labels", () => {
    const at = (repeat: number) =>
      run(given(({ fit, labels, student }) => fit(student, labels, naive(), { repeat }))).student;
    expect(at(0).step.name).toBe(run(naive()).student.step.name);
    expect(at(1).step.name).not.toBe(at(0).step.name);
    expect(at(1).step.inputs).toEqual(at(0).step.inputs);
  });
});

describe("runProgram refuses, in one line,", () => {
  it("a program without end", () => {
    const forever = refused(({ fit, labels, student }) => {
      while (true) fit(student, labels);
    });
    expect(forever).toThrow('method "mine": builds more than 2000 steps; does it loop?');
  });

  it("a program that gives nothing, or no student", () => {
    const nothing = (() => undefined) as never as (context: MethodContext) => TaughtStudent;
    expect(refused(nothing)).toThrow(/mine.*must be a student that fit\(...\) gave, got nothing/);
    const labels = (({ labels }: MethodContext) => labels) as never as typeof nothing;
    expect(refused(labels)).toThrow(/must be a student that fit\(...\) gave, got labels$/);
    const promised = (async (context: MethodContext) =>
      context.fit(context.student, context.labels)) as never as typeof nothing;
    expect(refused(promised)).toThrow(/gave, got a promise; it must not be async$/);
  });

  it("a program that throws, and keeps its cause", () => {
    const cause = new TypeError("no such thing\nat all");
    const failing = refused(() => {
      throw cause;
    });
    expect(failing).toThrow(StudyError);
    expect(failing).toThrow(/^method "mine": its program failed: no such thing at all$/);
    try {
      failing();
    } catch (error) {
      expect((error as Error).cause).toBe(cause);
      // The line that threw, which the command line says first.
      expect((error as Error).stack).toBe(cause.stack);
    }
  });

  it("rows that it did not cut", () => {
    const made = refused(({ fit, labels, student }) => fit(student, labels.on({ count: 3 })));
    expect(made).toThrow(
      'method "mine": asks for labels of rows that it may not see; rows come from parts',
    );
    const without = refused(({ fit, labels, parts, student }) => {
      const halves = parts(2);
      return fit(student, labels.on(halves.at(0)).on(halves.at(1)));
    });
    expect(without).toThrow('method "mine": asks for labels of rows that have none');
  });

  it("labels and students of another trial", () => {
    let stolen: WeakLabels | undefined;
    let taught: TaughtStudent | undefined;
    const keep = given(({ fit, labels, student }) => {
      stolen = labels;
      taught = fit(student, labels);
      return taught;
    });
    run(keep, 1);
    expect(refused(({ fit, student }) => fit(student, stolen!))).toThrow(
      'method "mine": labels must be those that it was given',
    );
    expect(refused(() => taught!)).toThrow("must be a student that fit(...) gave");
  });

  it("parts that are too small, or no number of them", () => {
    const cut = (count: number) =>
      refused(({ fit, labels, parts, student }) => fit(student, labels.on(parts(count).at(0))));
    expect(cut(50)).toThrow(
      /"mine": \d+ examples in 50 parts leave one with \d+, and each needs 16/,
    );
    for (const count of [0, 1.5, Number.NaN]) {
      expect(cut(count)).toThrow(
        `method "mine": parts must be a whole number from 1, got ${count}`,
      );
    }
  });

  it("a part that is not among those that were cut", () => {
    const asking = (part: (of: Parts) => RowSet) =>
      refused(({ fit, labels, parts, student }) => fit(student, labels.on(part(parts(2)))));
    const wrong = (got: number) => `method "mine": a part of 2 must be 0 to 1, got ${got}`;
    expect(asking((two) => two.at(5))).toThrow(wrong(5));
    expect(asking((two) => two.but(2))).toThrow(wrong(2));
    expect(asking((two) => two.after(-1))).toThrow(wrong(-1));
  });

  it("weights of another number than there are students, and a repeat that is none", () => {
    const weighing = (...weights: number[]) =>
      refused(({ combine, fit, labels, student }) => {
        const one = fit(student, labels);
        return combine([one, fit(student, labels, naive(), { repeat: 1 })], weights);
      });
    for (const weights of [[1], [1, 2, 3], [0, 0], [1, -1], [1, Number.NaN]]) {
      expect(weighing(...weights)).toThrow(
        'method "mine": combine(...) must have 2 weights from 0, one above it, got ' +
          `[${weights.join(", ")}]`,
      );
    }
    const again = refused(({ fit, labels, student }) =>
      fit(student, labels, naive(), { repeat: 0.5 }),
    );
    expect(again).toThrow('method "mine": "repeat" must be a whole number from 0, got 0.5');
  });

  it("labels of several that are not of the same rows", () => {
    const mixed = refused(({ combineLabels, fit, labels, parts, student }) => {
      const halves = parts(2);
      return fit(student, combineLabels([labels, labels.on(halves.at(0))]));
    });
    expect(mixed).toThrow("combineLabels(...) needs labels of the same rows");
    expect(refused(({ combineLabels, fit, student }) => fit(student, combineLabels([])))).toThrow(
      "combineLabels(...) needs labels of at least one",
    );
  });
});

describe("parts", () => {
  it("are disjoint, whole groups, and all rows together; of one, the rows themselves", () => {
    const counts: number[] = [];
    run(
      given(({ fit, labels, parts, student }) => {
        const three = parts(3);
        counts.push(three.at(0).count, three.at(1).count, three.last.count);
        counts.push(three.after(0).count, parts(1).at(2).count, labels.count);
        return fit(student, labels);
      }),
    );
    const [first, second, last, afterFirst, one, all] = counts as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(first + second + last).toBe(all);
    expect(afterFirst).toBe(second + last);
    expect(one).toBe(all);
    expect(Math.max(first, second, last) - Math.min(first, second, last)).toBeLessThan(3);
    expect(joinRows(room.rows(0).transfer)).toHaveLength(all);
  });
});
