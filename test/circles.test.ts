// Inside a package no files import each other in a circle, for values or for types: each can be
// read, and tested, without what stands on it.

import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, shown, sources } from "./sources.js";

/** Circles that are still open, by their first file; to be emptied, never added to. */
const open: readonly string[] = [
  "grad/src/onnx/proto.ts", // with tensor.ts and ops/{binary,layout,reduce,unary,where,...}.ts
  "lab/src/plan/step.ts", // with weights-step.ts
  "lab/src/students/finetune/dropout.ts", // with program.ts
  "lab/src/study/errors.ts", // with study.ts, lora.ts and told.ts
];

const folders = ["base", "grad", "models", "lab", "world", "report", "cli"];

describe("circles of imports", () => {
  it.each(folders)("are not in %s, beside those that are named", (folder) => {
    const found = circles(graphOf(sources(folder)));
    const named = open.filter((file) => file.startsWith(`${folder}/`));
    const message = found.map((files) => files.join(" <-> ")).join("\n");
    expect(
      found.map(([first]) => first),
      message,
    ).toEqual(named);
  });

  it("are found, whatever their length, with nothing that only leads into them", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", ["b"]],
      ["d", []],
      ["e", ["e"]],
    ]);
    expect(circles(graph)).toEqual([["b", "c"], ["e"]]);
  });
});

/** From each file to the files of the package that it imports. */
function graphOf(files: readonly string[]): Map<string, readonly string[]> {
  return new Map(
    files.map((path) => {
      const targets = importsOf(path).filter((target) => target.startsWith("."));
      const reached = targets.map((target) => resolve(dirname(path), target));
      return [shown(path), reached.map((one) => shown(one.replace(/\.js$/, ".ts")))];
    }),
  );
}

/** Files that reach each other: the strongly connected parts, each sorted, by reachability. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map([...graph.keys()].map((file) => [file, reached(graph, file)]));
  const parts = [...graph.keys()].map((file) =>
    [...reach.get(file)!].filter((other) => reach.get(other)?.has(file)).sort(),
  );
  const inCircle = parts.filter((part) => part.length > 0);
  return [...new Map(inCircle.map((part) => [part.join(), part])).values()].sort((a, b) =>
    a[0]! < b[0]! ? -1 : 1,
  );
}

function reached(graph: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set<string>();
  const next = [...(graph.get(from) ?? [])];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    next.push(...(graph.get(file) ?? []));
  }
  return seen;
}
