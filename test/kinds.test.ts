// Kinds are entries of total maps: whoever has a student, supervisor or method asks its kind, and
// nobody asks which kind it is. Casts that say "trust me" are nowhere.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { studentKinds } from "../packages/lab/src/students/kinds.js";
import { supervisorKinds } from "../packages/lab/src/supervisors/kinds.js";
import { taskKinds } from "../packages/lab/src/tasks/kinds.js";
import { packageFolders, shown, sources } from "./sources.js";

const files = packageFolders()
  .flatMap(sources)
  .filter((file) => !file.endsWith(".test.ts"));

/** Lines of code, comments left out, with their places. */
function linesOf(file: string): { readonly place: string; readonly line: string }[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line, i) => ({ place: `${shown(file)}:${i + 1}`, line }))
    .filter(({ line }) => !/^\s*(\/\/|\*|\/\*)/.test(line));
}

/** Places in files whose lines have the pattern, but for those of files that may. */
function placesOf(pattern: RegExp, may: (path: string) => boolean = () => false): string[] {
  return files
    .filter((file) => !may(shown(file)))
    .flatMap(linesOf)
    .filter(({ line }) => pattern.test(line))
    .map(({ place, line }) => `${place}: ${line.trim()}`);
}

/** A comparison of a kind with this name, or a case of it. */
const compares = (kind: string): RegExp =>
  new RegExp(
    `\\bkind\\b[^=]{0,9}[!=]== "${kind}"|"${kind}" [!=]== [\\w.]*\\bkind\\b|case "${kind}"`,
  );

describe("kinds", () => {
  it.each(Object.keys(studentKinds))("the student %s is told by its folder and the map", (kind) => {
    const own = [`lab/src/students/${kind}/`, "lab/src/students/kinds.ts"];
    const places = placesOf(compares(kind), (path) => own.some((one) => path.startsWith(one)));
    expect(places).toEqual([]);
  });

  it.each(Object.keys(supervisorKinds))("the supervisor %s is told by its file", (kind) => {
    const own = [kind, "kinds"].map((file) => `lab/src/supervisors/${file}.ts`);
    expect(placesOf(compares(kind), (path) => own.includes(path))).toEqual([]);
  });

  it.each(Object.keys(taskKinds))("the task %s is told by its file and the map", (kind) => {
    const own = [`kinds/${kind}`, "kinds"].map((file) => `lab/src/tasks/${file}.ts`);
    expect(placesOf(compares(kind), (path) => own.includes(path))).toEqual([]);
  });

  it("are never told by their names, methods likewise", () => {
    expect(placesOf(/\bkind\.name\s*[!=]==/)).toEqual([]);
    expect(placesOf(/\b(method|by|loss)\.name\s*[!=]==/)).toEqual([]);
  });

  it("would be found", () => {
    const pattern = compares("probe");
    for (const line of ['spec.kind === "probe"', '"probe" !== kind', 'case "probe":']) {
      expect(line).toMatch(pattern);
    }
    expect('if (task.kind !== "choices") {').toMatch(compares("choices"));
    expect('{ kind: "probe" }').not.toMatch(pattern);
  });
});

describe("casts", () => {
  it("never go by way of unknown or any, nor claim a step", () => {
    expect(placesOf(/\bas unknown as\b|\bas any\b|\bas (Step|StepKind)\b/)).toEqual([]);
  });
});
