// No file of a package imports itself by way of others, not even for a type: what is below can be
// read, moved and tested without what is above.

import { describe, expect, it } from "vitest";
import { neighbours, packageFolders, shown, sources } from "./sources.js";

/** Each source file of a package with the files of it that it imports. */
function graphOf(name: string): Map<string, readonly string[]> {
  const files = sources(name).filter((file) => !file.endsWith(".test.ts"));
  return new Map(files.map((file) => [file, neighbours(file)]));
}

/** The first way back to a file that is found, undefined where there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    way.push(file);
    for (const next of imports.get(file) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    way.pop();
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

describe("imports", () => {
  for (const name of packageFolders()) {
    it(`of ${name} run in no circle`, () => {
      const imports = graphOf(name);
      expect([...imports.values()].flat().length).toBeGreaterThan(5);
      const circle = circleIn(imports)?.map(shown);
      expect(circle).toBeUndefined();
    });
  }

  it("are followed through files in between", () => {
    const imports = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]],
    ]);
    expect(circleIn(imports)).toEqual(["b", "c", "b"]);
  });
});
