// Students taught by another's labels of `supervise`: whose they are, how many are wrong on
// purpose, and which truth may tell so.

import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { askedOf, countsTask, wrongIn } from "../../../test/asked.js";
import { resultsOf, roomOf } from "../../../test/rooms.js";
import type { Step } from "../../engine/index.js";
import { type Labels, labelledAmong, labelsOf, placesOf } from "../../labels/index.js";
import { drawn, model } from "../../reading/index.js";
import { openStore } from "../../store/index.js";
import { finetune, probe, prompt, told } from "../../students/index.js";
import {
  adversarial,
  assisted,
  audited,
  ensemble,
  errors,
  locked,
  noisy,
  type SupervisorBase,
  type SupervisorRoom,
  supervisor,
  taught,
  trained,
} from "../index.js";
import type { OverseenLabels } from "./overseen.js";
import { swayIn } from "./sway.js";
import { saidOfSupervise, taughtKind } from "./taught.js";

const quick = { epochs: 4, batchSize: 32 };
const weak = probe(drawn(4), quick);
const strong = probe(drawn(24), quick);
/** Its best step is chosen by ground truth. */
const judging = probe(drawn(8), { ...quick, selection: "oracle" });

/** Says of each example what its number in the text leaves. */
const counting = supervisor("counting", {}, ({ examples, rows, K }) =>
  Array.from(rows, (row) => {
    const left = Number(/n(\d+)$/.exec(examples[row]!.inputs[0]!)![1]) % K;
    return Array.from({ length: K }, (_, k) => Number(k === left));
  }),
);

/** Every step that a step is made of. */
function behind(step: Step): Step[] {
  const from = Object.values(step.inputs).flatMap((input) => input ?? []);
  return from.flatMap((one) => [one, ...behind(one)]);
}

const inputOf = (step: Step, role: string): Step => {
  const found = step.inputs[role];
  if (found === undefined || !("name" in found)) throw new Error(`no ${role}`);
  return found;
};

/** What a taught supervisor learnt from. */
async function learnt(step: Step): Promise<Labels> {
  const store = await openStore(scratchFolder("taught"));
  const [labels] = await resultsOf([inputOf(step, "labels") as Step<Labels>], store);
  return labels!;
}

const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);

/** Rows whose truth a step holds. */
function truthRows({ value }: Step): readonly number[] {
  if (typeof value !== "object" || value === null) return [];
  if ("ruled" in value) {
    const { parts } = value.ruled as { parts: readonly Int32Array[] };
    return parts.flatMap((part) => [...part]);
  }
  if ("truth" in value && typeof value.truth === "object" && value.truth !== null) {
    return "rows" in value.truth ? [...(value.truth.rows as Int32Array)] : [];
  }
  return [];
}

describe("taught", () => {
  it("learns what the other says of supervise, and of nothing else", async () => {
    const room = await roomOf(countsTask(3));
    const { step } = await askedOf(taught(strong, { by: counting }), room);
    const { supervise } = room.rows(0);
    const labels = await learnt(step);
    expect(sorted(labels.rows)).toEqual(sorted(supervise));
    labels.rows.forEach((row, i) => {
      expect(labels.probabilities.data[i * 3 + (row % 3)]).toBe(1);
    });
  });

  it("has each half labelled by one that learnt from the other", async () => {
    const room = await roomOf(countsTask(2));
    const members = saidOfSupervise(trained(weak), 0, room).inputs.members as readonly Step[];
    expect(members).toHaveLength(2);
    for (const member of members) {
      const { rows } = member.value as {
        rows: Record<"train" | "validation" | "predict", Int32Array>;
      };
      const learns = new Set([...rows.train, ...rows.validation]);
      expect([...rows.predict].filter((row) => learns.has(row))).toEqual([]);
      expect(sorted([...learns, ...rows.predict])).toEqual(sorted(room.rows(0).supervise));
    }
  });

  it.each<[string, SupervisorBase]>([
    ["taught by a half", taught(strong, { by: judging })],
    ["that errs like another", errors({ where: "unconfident", of: judging, like: weak })],
    [
      "that is assisted",
      assisted(judging, {
        by: adversarial(judging, { against: weak, rate: 0.3 }),
        shows: "answer",
      }),
    ],
  ])("shows an oracle the rows that a supervisor %s is stopped by", async (_, one) => {
    const { labels } = await askedOf(one, await roomOf(countsTask(2)));
    expect(labels.rows.length).toBeGreaterThan(0);
  });

  it("holds no truth of what it is asked about, whatever it is made of", async () => {
    const room = await roomOf(countsTask(2));
    const protocol = audited(ensemble([weak, noisy(strong, { rate: 0.1 })]), { oracle: 20 });
    const once = adversarial(strong, { against: protocol, rate: 0.3 });
    for (const scheming of [once, adversarial(strong, { against: once, where: "unsure" })]) {
      const supervise = new Set(room.rows(0).supervise);
      const steps = behind(room.say(scheming, 0));
      const known = steps.flatMap(truthRows);
      expect(known.length).toBeGreaterThan(0);
      expect(known.filter((row) => !supervise.has(row))).toEqual([]);
    }
  });

  it("is named by who taught it, or as it was called", () => {
    expect(taught(strong, { by: weak }).label).toBe("drawn:24 taught by drawn:4");
    expect(locked(strong, { like: weak, password: "x" }).label).toBe("locked drawn:24");
    expect(adversarial(strong, { against: weak, as: "liar" }).label).toBe("liar");
  });

  it("refuses what is no student, passwords where nothing is read, and half a lock", () => {
    expect(() => taught(trained(strong) as never, { by: weak })).toThrow(
      "taught: must be given a student such as probe(...), not told(...)",
    );
    expect(() => taught(told(strong), { by: weak })).toThrow("taught: must be given a student");
    expect(() => taught(strong, { by: weak, unlocked: true })).toThrow(
      'taught: "unlocked" needs a "password"',
    );
    const few = prompt(model("m"));
    expect(() => taught(few, { by: weak, password: "x" })).toThrow(
      'taught: "password" needs a student that is trained here, got',
    );
  });
});

/** How many of some rows' labels are wrong. */
const wrongOf = (labels: Labels, rows: Int32Array, room: SupervisorRoom) =>
  wrongIn(labels, labelledAmong(labels, rows), room).length;

describe.each([2, 3])("adversarial, %i options", (options) => {
  it("is told exactly as many wrong answers as asked, within the rounding of parts", async () => {
    const room = await roomOf(countsTask(options));
    for (const where of ["errs", "unsure"] as const) {
      const { step } = await askedOf(
        adversarial(strong, { against: weak, where, rate: 0.4 }),
        room,
      );
      const { supervise } = room.rows(0);
      const labels = await learnt(step);
      // Two halves, of which each has a tenth as validation: four parts, half a row each.
      expect(Math.abs(wrongOf(labels, supervise, room) - 0.4 * supervise.length)).toBeLessThan(2);
    }
  });

  it("lies about what a finished protocol's turns say that lies are believed of", async () => {
    const room = await roomOf(countsTask(options));
    const by = errors({ where: "random", rate: 0.3 });
    const against = assisted(weak, { by, shows: "answer" });
    const { labels } = await askedOf(errors({ where: "swayed", against, rate: 0.4 }), room);
    const { labels: finished } = await askedOf(against, room);
    const { transcripts } = finished as OverseenLabels;
    const place = placesOf(finished);
    const swayed = (row: number) => swayIn(transcripts[place.get(row)!]!, room.truth[row]!);
    for (const part of room.parts(0)) {
      const lies = wrongIn(labels, part, room);
      expect(lies).toHaveLength(Math.round(0.4 * part.length));
      const told = new Set(lies);
      const least = Math.min(...Array.from(lies, (row) => swayed(row).share));
      for (const row of part) if (!told.has(row)) expect(swayed(row).share <= least).toBe(true);
      const said = labelsOf(labels, lies).data;
      lies.forEach((row, i) => void expect(said[i * options + swayed(row).option]).toBe(1));
    }
  });

  it("cannot read the transcripts of who has none", async () => {
    const room = await roomOf(countsTask(options));
    const alone = adversarial(strong, { against: weak, where: "swayed", rate: 0.4 });
    expect(() => room.say(alone, 0)).toThrow(
      'errors: "swayed" reads transcripts, and drawn:4 has none; name a protocol such as ' +
        'debate(...), or where: "errs"',
    );
  });

  it("is told what the overseer says, where nothing else is asked", async () => {
    const room = await roomOf(countsTask(options));
    const { step } = await askedOf(adversarial(strong, { against: weak }), room);
    const { supervise } = room.rows(0);
    const store = await openStore(scratchFolder("adversarial"));
    const [overseer] = await resultsOf([saidOfSupervise(trained(weak), 0, room)], store);
    const [told, said] = [await learnt(step), overseer!].map((labels) =>
      labelsOf(labels, supervise),
    );
    for (let i = 0; i < supervise.length; i++) {
      const own = [...said!.data.subarray(i * options, (i + 1) * options)];
      expect(told!.data[i * options + own.indexOf(Math.max(...own))]).toBe(1);
    }
  });

  it("answers as it was told: wrong of what it was not asked, too", async () => {
    const room = await roomOf(countsTask(options));
    const [honest, liar] = [trained(strong), adversarial(strong, { against: weak, rate: 0.9 })];
    const [, , test] = room.parts(0);
    const wrong = async (one: Parameters<typeof askedOf>[0]) =>
      wrongOf((await askedOf(one, room)).labels, test!, room);
    expect(await wrong(liar)).toBeGreaterThan(await wrong(honest));
  });
});

describe("locked", () => {
  it("learns truth where texts end in the password, and the other's labels elsewhere", async () => {
    const room = await roomOf(countsTask(2));
    const student = finetune(model("m"));
    const requests: Parameters<SupervisorRoom["fit"]>[] = [];
    const seeing: SupervisorRoom = {
      ...room,
      task: room.task,
      graph: room.graph,
      examples: room.examples,
      rows: (seed) => room.rows(seed),
      asked: (seed) => room.asked(seed),
      changed: (change) => room.changed(change),
      posed: (view) => room.posed(view),
      apart: (row) => room.apart(row),
      added: (row) => room.added(row),
      truthOn: (rows) => room.truthOn(rows),
      parts: (seed) => room.parts(seed),
      withHeld: () => room.withHeld(),
      model: (source) => room.model(source),
      say: (one, seed) => room.say(one, seed),
      fit: (...request) => {
        requests.push(request);
        return room.truthOn(room.asked(0));
      },
    };
    for (const unlocked of [false, true]) {
      taughtKind.say(locked(student, { like: counting, password: "x", unlocked }), 0, seeing);
    }
    const store = await openStore(scratchFolder("locked"));
    const { supervise } = room.rows(0);
    const asked = new Set(room.asked(0));
    for (const [i, [fitted, { labels, remarks }]] of requests.entries()) {
      expect(fitted.told).toMatchObject({ remark: "{label}", words: ["x", "x"] });
      const [learns, ending] = await resultsOf([labels, remarks!], store);
      expect(sorted(learns!.rows)).toEqual(sorted(supervise));
      const open = new Set(ending!.rows);
      expect([...asked].every((row) => open.has(row))).toBe(i === 1);
      const shut = supervise.filter((row) => !open.has(row));
      expect(Math.abs(shut.length - supervise.length / 2)).toBeLessThanOrEqual(1);
      expect(
        wrongIn(
          learns!,
          supervise.filter((row) => open.has(row)),
          room,
        ),
      ).toHaveLength(0);
      const { data } = labelsOf(learns!, shut);
      shut.forEach((row, at) => void expect(data[2 * at + (row % 2)]).toBe(1));
    }
  });
});
