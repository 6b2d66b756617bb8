import { beforeAll, describe, expect, it } from "vitest";
import { roomOf, wordsTask } from "../../test/rooms.js";
import { fitRows } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { trained } from "../supervisors/index.js";
import type { TaskRoom } from "./task-room.js";

let room: TaskRoom;
beforeAll(async () => {
  room = await roomOf(wordsTask(160));
});

describe("TaskRoom", () => {
  it("has disjoint rows by use, balanced, test the same under every seed", () => {
    for (const seed of [0, 1]) {
      const { supervise, transfer, validation, test } = room.rows(seed);
      const all = [...supervise, ...transfer, ...validation, ...test];
      expect(new Set(all).size).toBe(all.length);
      for (const part of [supervise, transfer, test]) {
        const positive = part.filter((row) => room.truth[row] === 1).length;
        expect(Math.abs(2 * positive - part.length)).toBeLessThan(2);
      }
      expect([...test]).toEqual([...room.rows(0).test]);
      expect([...room.asked(seed)]).toEqual([...transfer, ...validation, ...test]);
      expect([...room.taughtRows(seed).list]).toEqual([...transfer, ...validation]);
    }
    expect([...room.rows(1).transfer]).not.toEqual([...room.rows(0).transfer]);
  });

  it("holds out a tenth of supervise for a supervisor's own selection", () => {
    const { supervise, superviseTrain, superviseHeld } = room.rows(0);
    const both = [...superviseTrain, ...superviseHeld];
    expect(both.sort((a, b) => a - b)).toEqual([...supervise].sort((a, b) => a - b));
    expect(superviseHeld.length / supervise.length).toBeCloseTo(0.1, 1);
  });

  it("asks a supervisor once a seed, about all that others are asked about", () => {
    const weak = trained(probe(drawn(4)));
    const said = room.say(weak, 0);
    expect(room.say(weak, 0)).toBe(said);
    expect(room.say(weak, 1).name).not.toBe(said.name);
    // The same supervisor under another name is the same step.
    const other = { ...weak, label: "another" };
    expect(room.say(other, 0).name).toBe(said.name);
    expect(room.trainedBehind(said)?.targets.map(({ name }) => name)).toEqual([said.name]);
  });

  it("shows a training ground truth of validation for an oracle alone, and test to watch", () => {
    const { transfer, validation, superviseHeld, test } = room.rows(0);
    const request = { rows: fitRows(transfer, validation, test), seed: 0 };
    const plain = room.seen(probe(drawn(4)), request);
    expect(plain.oracle).toBeUndefined();
    expect(plain.watch).toBe(test);
    const selecting = probe(drawn(4), { selection: "oracle" });
    expect(room.seen(selecting, request).oracle!.name).toBe(room.truthOn(validation).name);
    const other = { rows: fitRows(transfer, superviseHeld, test), seed: 0 };
    expect(room.seen(selecting, other).oracle!.name).toBe(room.truthOn(superviseHeld).name);
  });

  it("names ground truth by the rows that are asked for alone", () => {
    const { transfer, validation } = room.rows(0);
    expect(room.truthOn(transfer).name).toBe(room.truthOn(transfer.slice()).name);
    expect(room.truthOn(transfer).name).not.toBe(room.truthOn(validation).name);
    const rows = fitRows(transfer, validation, validation);
    expect(rows).toBe(fitRows(transfer, validation, validation));
  });
});
