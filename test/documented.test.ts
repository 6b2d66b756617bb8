// What a package exports is documented where it is declared: a docstring says what the type cannot.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { doorsOf, shown } from "./sources.js";

/** Packages whose doors are held to it; one that has come so far is added here. */
const packages = ["grad", "base", "models", "lab", "report", "world"];

/** The least share of the doors' names. */
const required = 0.95;

interface Named {
  readonly name: string;
  readonly file: string;
  readonly documented: boolean;
}

/** A declaration of the name, after its docstring where it has one. */
function declaration(text: string, name: string): { documented: boolean } | undefined {
  const kinds = "(?:abstract )?(?:async )?(?:function\\*?|const|let|class|interface|type|enum)";
  const found = new RegExp(`^export (?:declare )?${kinds} ${name}\\b`, "m").exec(text);
  return found ? { documented: /\*\/\s*$/.test(text.slice(0, found.index)) } : undefined;
}

/** Where a name that a file exports is declared, through files that only hand it on. */
function find(file: string, name: string): Named {
  const text = readFileSync(file, "utf8");
  const here = declaration(text, name);
  if (here) return { name, file, ...here };
  for (const { names, path } of handedOn(text)) {
    const from = resolve(dirname(file), path.replace(/\.js$/, ".ts"));
    const entry = names?.find(({ as }) => as === name);
    if (entry) return find(from, entry.name);
    if (names === undefined && exportsOf(from).includes(name)) return find(from, name);
  }
  throw new Error(`${shown(file)}: no declaration of ${name}`);
}

/** The statements that export from another file; no names: all of them. */
function handedOn(text: string) {
  const statements = text.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from "(\.[^"]+)";/gm);
  return [...statements].map(([, what, path]) => ({
    path: path!,
    names: what === "*" ? undefined : listed(what!),
  }));
}

function listed(braces: string): { readonly name: string; readonly as: string }[] {
  return braces
    .slice(1, -1)
    .split(",")
    .map((item) => item.trim().replace(/^type /, ""))
    .filter((item) => item !== "")
    .map((item) => {
      const [name, as = name] = item.split(" as ");
      return { name: name!, as: as! };
    });
}

/** All names that a file exports. */
function exportsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const own = [
    ...text.matchAll(
      /^export (?:abstract |async )*(?:function\*?|const|class|interface|type) (\w+)/gm,
    ),
  ].map(([, name]) => name!);
  const others = handedOn(text).flatMap(
    ({ names, path }) =>
      names?.map(({ as }) => as) ?? exportsOf(resolve(dirname(file), path.replace(/\.js$/, ".ts"))),
  );
  return [...own, ...others];
}

describe("docstrings", () => {
  for (const folder of packages) {
    it(`stand at ${required * 100}% and more of what ${folder} exports`, () => {
      const all = [...doorsOf(folder).values()].flatMap((door) =>
        exportsOf(door).map((name) => find(door, name)),
      );
      expect(all.length).toBeGreaterThan(10);
      const bare = all.filter(({ documented }) => !documented);
      const share = 1 - bare.length / all.length;
      const missing = bare.map(({ name, file }) => `${shown(file)}: ${name}`);
      expect(share, `without a docstring:\n${missing.join("\n")}`).toBeGreaterThanOrEqual(required);
    });
  }

  it("are told from comments, and from those of another declaration", () => {
    const text =
      "/** One. */\nexport const one = 1;\nexport const two = 2;\n// No.\nexport type Three = 3;\n";
    expect(["one", "two", "Three"].map((name) => declaration(text, name)?.documented)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
