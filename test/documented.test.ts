// What a package exports is documented where it is declared: a docstring says what the type cannot.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { doorsOf, packageFolders, shown } from "./sources.js";

interface Named {
  readonly name: string;
  readonly file: string;
  /** Its docstring; undefined: it has none. */
  readonly says: string | undefined;
}

/** A declaration of the name, and the docstring before it where it has one. */
function declaration(text: string, name: string): Pick<Named, "says"> | undefined {
  const kinds = "(?:abstract )?(?:async )?(?:function\\*?|const|let|class|interface|type|enum)";
  const found = new RegExp(`^export (?:declare )?${kinds} ${name}\\b`, "m").exec(text);
  if (!found) return undefined;
  const before = text.slice(0, found.index).trimEnd();
  return { says: before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : undefined };
}

/** Words that say nothing of what they stand beside. */
const small = new Set(
  "a all an and as at by for from in is its of on or that the this to".split(" "),
);

/** Words of a text or a name, small ones left out, one number of a noun like the other. */
const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/s$/, ""))
    .filter((word) => word !== "" && !small.has(word));

/** Whether a docstring says more than the name does; another name in it, `table`, is more. */
function saysMore(says: string, name: string): boolean {
  if (says.includes("`")) return true;
  const known = new Set(wordsOf(name));
  return wordsOf(says).some((word) => !known.has(word));
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

/** `w2s` declares nothing: all at its door is documented in the packages below it. */
const declaring = packageFolders().filter((folder) => folder !== "cli");

describe("docstrings", () => {
  it.each(declaring)("stand at all that %s exports, and say more than its name", (folder) => {
    const all = [...doorsOf(folder).values()].flatMap((door) =>
      exportsOf(door).map((name) => find(door, name)),
    );
    expect(all.length).toBeGreaterThan(0);
    const bare = all.filter(({ says, name }) => says === undefined || !saysMore(says, name));
    expect(bare.map(({ name, file }) => `${shown(file)}: ${name}`)).toEqual([]);
  });

  it("are told from comments, and from those of another declaration", () => {
    const text =
      "/** One. */\nexport const one = 1;\nexport const two = 2;\n// No.\nexport type Three = 3;\n";
    const said = ["one", "two", "Three"].map((name) => declaration(text, name)?.says);
    expect(said).toEqual(["/** One. */", undefined, undefined]);
  });

  it("are empty where they repeat the name", () => {
    expect(saysMore("/** The options of a queue. */", "QueueOptions")).toBe(false);
    expect(saysMore("/** How a queue is opened. */", "QueueOptions")).toBe(true);
    expect(saysMore("/** Options of `queue`. */", "QueueOptions")).toBe(true);
  });
});
