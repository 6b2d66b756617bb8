// Arms on a tiny task: what they are taught, what they are not, and what arithmetic says of labels
// without information.

import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { resultsOf, roomOf, wordsTask } from "../../test/rooms.js";
import type { Step } from "../engine/index.js";
import { fitRows, type Labels, labelsFrom, labelsOf } from "../labels/index.js";
import { pgr } from "../measures/index.js";
import { naive } from "../methods/index.js";
import { drawn } from "../reading/index.js";
import { openStore, type Store } from "../store/index.js";
import { probe, studentKind } from "../students/index.js";
import { trained } from "../supervisors/index.js";
import { selfLabels, uninformedLabels, untouchedArm } from "./arms.js";
import type { TaskRoom } from "./task-room.js";

const quick = { epochs: 2, batchSize: 32 };
const weak = trained(probe(drawn(4, { noise: 1 }), quick));
const student = probe(drawn(16), quick);

let room: TaskRoom;
let store: Store;
beforeAll(async () => {
  room = await roomOf(wordsTask(240));
  store = await openStore(scratchFolder("arms"));
});

const sorted = (labels: Labels, rows: Int32Array) =>
  [...labelsOf(labels, rows).data].filter((_, i) => i % 2 === 1).sort((a, b) => a - b);

describe("uninformedLabels", () => {
  it("are the supervisor's own of transfer and validation, dealt out anew", async () => {
    const { transfer, validation } = room.rows(0);
    const said = room.say(weak, 0);
    const dealt = uninformedLabels(said, 0, room);
    const [own, anew] = await resultsOf([said, dealt], store);
    expect([...anew!.rows]).toEqual([...transfer, ...validation]);
    for (const part of [transfer, validation]) {
      expect(sorted(anew!, part)).toEqual(sorted(own!, part));
      expect([...labelsOf(anew!, part).data]).not.toEqual([...labelsOf(own!, part).data]);
    }
  });

  it("are dealt out by the seed", () => {
    const said = room.say(weak, 0);
    const names = [0, 0, 1].map((seed) => uninformedLabels(said, seed, room).name);
    expect(names[0]).toBe(names[1]);
    expect(names[2]).not.toBe(names[0]);
  });

  it("teach nothing: over 200 draws PGR is what arithmetic says", async () => {
    const learner = probe(drawn(16), { solver: "lbfgs", tolerance: 1e-3 });
    const { transfer, validation, test } = room.rows(0);
    const rows = fitRows(transfer, validation, test);
    const taughtBy = (labels: Step<Labels>) => {
      const request = { labels, rows, loss: naive(), seed: 0, teacher: "a test" };
      return studentKind(learner).fit(learner, request, room).step;
    };
    // One split, dealt out 200 times: all learn side by side.
    const oneSplit = { graph: room.graph, rows: () => room.rows(0) };
    const truth = room.truthOn(room.taughtRows(0).list);
    const dealt = Array.from({ length: 200 }, (_, draw) => uninformedLabels(truth, draw, oneSplit));
    const uninformed = await accuracies(dealt.map(taughtBy));
    const [weakScore, ceiling] = (await accuracies([room.say(weak, 0), taughtBy(truth)])) as [
      number,
      number,
    ];
    expect(ceiling).toBeGreaterThan(weakScore);
    // Who knows nothing is right on half of a balanced test.
    const expected = pgr(weakScore, 0.5, ceiling)!;
    const draws = uninformed.map((score) => pgr(weakScore, score, ceiling)!);
    const found = mean(draws);
    const variance = mean(draws.map((draw) => (draw - found) ** 2)) * (200 / 199);
    const error = Math.sqrt(variance / 200);
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(found - expected)).toBeLessThan(4 * error);
  });
});

describe("untouchedArm", () => {
  it("is none for a probe: its head is new", () => {
    expect(untouchedArm(student, [0, 1], room)).toEqual({ reason: "its head is new: chance" });
  });
});

describe("selfLabels", () => {
  it("are the student's own, taught by ground truth of supervise, as a supervisor's are", () => {
    const own = selfLabels(student, 0, room);
    expect(own.name).toBe(room.say(trained(student), 0).name);
    expect(selfLabels(student, 0, room)).toBe(own);
    const labels = labelsFrom(room.graph, own, room.taughtRows(0), "soft");
    expect(labels.inputs).toEqual({ by: own });
  });
});

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Shares of test that steps have right, under seed 0. */
async function accuracies(steps: readonly Step<Labels>[]): Promise<number[]> {
  const { test } = room.rows(0);
  return (await resultsOf(steps, store)).map((labels) => {
    const { data } = labelsOf(labels, test);
    const right = test.filter((row, at) => Number(data[2 * at + 1]! > 0.5) === room.truth[row]);
    return right.length / test.length;
  });
}
