// No file of a package imports itself by way of others, not even for a type: what is below can be
// read, moved and tested without what is above.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** Packages that have none: one that has opened its last is added here. */
const packages = ["base", "grad"];

const root = fileURLToPath(new URL("../packages", import.meta.url));

/** Each source file of a package with the files of it that it imports. */
function importsOf(name: string): Map<string, readonly string[]> {
  const source = join(root, name, "src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(source, file));
  return new Map(
    files.map((file) => {
      const paths = readFileSync(file, "utf8").matchAll(
        /^(?:import|export|\}) .*"(\.[^"]+)\.js";$/gm,
      );
      return [file, [...paths].map(([, path]) => `${resolve(dirname(file), path!)}.ts`)];
    }),
  );
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
  for (const name of packages) {
    it(`of ${name} run in no circle`, () => {
      const imports = importsOf(name);
      expect([...imports.values()].flat().length).toBeGreaterThan(5);
      const circle = circleIn(imports)?.map((file) => relative(join(root, name, "src"), file));
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
