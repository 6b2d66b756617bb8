// The rooms of the lab: no file imports one of a room above its own.

import { describe, expect, it } from "vitest";
import { neighbours, shown, sources } from "./sources.js";

/**
 * Lowest first; rooms of one line do not know each other. Losses are the part of methods that
 * students know, all behind methods/losses.ts and methods/loss-identity.ts; programs, which fit
 * students, stand above them.
 */
const levels = [
  ["store"],
  ["engine", "tasks"],
  ["chat", "labels", "measures"],
  ["reading", "outcome", "losses"],
  ["students"],
  ["methods"],
  ["supervisors"],
  ["plan"],
  ["export", "study", "runs"],
];

const files = sources("lab").filter((file) => !file.endsWith(".test.ts"));
const folderOf = (file: string): string | undefined =>
  /^lab\/src\/([^/]+)\//.exec(shown(file))?.[1];

/** Everything in the folder that can be reached from some of its files. */
function reachable(from: readonly string[], folder: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || folderOf(file) !== folder) return;
    found.add(file);
    neighbours(file).forEach(visit);
  };
  from.forEach(visit);
  return found;
}

/** The package's doors, which look into every room. */
const isDoor = (file: string): boolean =>
  /lab\/src\/(index|internals|\w+-door)\.ts$/.test(shown(file));
const doors = files.filter((file) => /methods\/(losses|loss-identity)\.ts$/.test(file));
const losses = reachable(doors, "methods");
const roomOf = (file: string): string | undefined => (losses.has(file) ? "losses" : folderOf(file));
const levelOf = (room: string): number => levels.findIndex((level) => level.includes(room));

describe("rooms of the lab", () => {
  it("are all in the list, and losses know nothing of programs", () => {
    const rooms = new Set(files.flatMap((file) => roomOf(file) ?? []));
    expect([...rooms].sort()).toEqual(levels.flat().sort());
    expect([...losses].map(shown)).not.toContain("lab/src/methods/program.ts");
  });

  it.each(levels.flat())("%s imports none above it", (room) => {
    const own = files.filter((file) => roomOf(file) === room);
    expect(own.length).toBeGreaterThan(0);
    for (const file of own) {
      for (const target of neighbours(file)) {
        const other = roomOf(target);
        if (other === undefined || other === room) continue;
        const message = `${shown(file)} imports ${shown(target)}`;
        expect(levelOf(other), message).toBeLessThan(levelOf(room));
      }
    }
  });

  it("stand on files of no room, which import none", () => {
    const loose = files.filter((file) => roomOf(file) === undefined && !isDoor(file));
    for (const file of loose) {
      expect(
        neighbours(file).flatMap((target) => roomOf(target) ?? []),
        shown(file),
      ).toEqual([]);
    }
  });

  it("leave the engine without a word of any kind", () => {
    for (const file of files.filter((one) => roomOf(one) === "engine")) {
      const rooms = neighbours(file).flatMap((target) => roomOf(target) ?? []);
      expect(
        rooms.filter((room) => room !== "engine" && room !== "store"),
        shown(file),
      ).toEqual([]);
    }
  });
});
