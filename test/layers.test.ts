// The layers of the design: a package imports only the ones below it, and only by their doors.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { doorsOf, importsOf, shown, sources } from "./sources.js";

/** Lowest first; packages of one layer do not know each other. */
const layers = [
  ["base"],
  ["grad"],
  ["models"],
  ["lab"],
  ["world", "report", "bucket", "cluster"],
  ["experiments", "studio", "playground"],
  ["cli"],
];
const folders = layers.flat();
const nameOf = (folder: string) => (folder === "cli" ? "w2s" : `@w2s/${folder}`);
const doors = folders.flatMap((folder) =>
  [...doorsOf(folder).keys()].map((door) => nameOf(folder) + door),
);

describe("packages", () => {
  layers.forEach((layer, level) => {
    const below = layers.slice(0, level).flat();
    it.each(layer)(`%s imports no other package but ${below.join(", ") || "none"}`, (folder) => {
      for (const path of sources(folder)) {
        for (const target of importsOf(path)) {
          const other = folders.find(
            (one) => target === nameOf(one) || target.startsWith(`${nameOf(one)}/`),
          );
          if (other === undefined) continue;
          expect(below, `${shown(path)} imports ${target}`).toContain(other);
          expect(doors, `${shown(path)} goes past a door`).toContain(target);
        }
      }
    });
  });

  it.each(folders)("%s names at its doors what it exports", (folder) => {
    const all = [...doorsOf(folder).values()].flatMap((door) => [
      ...readFileSync(door, "utf8").matchAll(/^export \* from "([^"]+)"/gm),
    ]);
    expect(all.map(([, target]) => target)).toEqual([]);
  });

  it.each(folders)("%s reaches the others by name, never by path", (folder) => {
    for (const path of sources(folder)) {
      for (const target of importsOf(path).filter((one) => one.startsWith("."))) {
        const isOutside = folders.some(
          (other) => other !== folder && target.includes(`/${other}/src`),
        );
        expect(isOutside, `${shown(path)} imports ${target}`).toBe(false);
      }
    }
  });
});
