import { describe, expect, it } from "vitest";
import { Claims } from "./claims.js";
import type { Records } from "./records.js";

/** Records in memory, whose writes land when they are let. */
function slowRecords() {
  const kept = new Map<string, string>();
  const waiting: (() => void)[] = [];
  const records: Records = {
    create: async (name, text) => !kept.has(name) && kept.set(name, text) !== undefined,
    list: async () => [...kept.keys()],
    read: async (name) => kept.get(name),
    remove: async (name) => void kept.delete(name),
    replace: (name, text) =>
      new Promise<void>((land) => {
        waiting.push(() => {
          kept.set(name, text);
          land();
        });
      }),
  };
  return { records, kept, land: () => waiting.splice(0).forEach((write) => void write()) };
}

describe("Claims", () => {
  it("leave no sign of life, also where a beat is on its way when they close", async () => {
    const { records, kept, land } = slowRecords();
    const claims = new Claims(records, "us");
    const beats = [claims.beat(), claims.beat()];
    const closed = claims.close();
    land();
    await Promise.all([...beats, closed]);
    expect([...kept.keys()]).toEqual([]);
  });

  it("close after a beat that failed", async () => {
    const { records } = slowRecords();
    const gone = { ...records, replace: () => Promise.reject(new Error("the disk is full")) };
    const claims = new Claims(gone, "us");
    const beat = claims.beat();
    await claims.close();
    await expect(beat).rejects.toThrow("the disk is full");
  });
});
