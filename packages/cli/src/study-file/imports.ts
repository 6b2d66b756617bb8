// The files of its own that a study imports, with their hashes: a study is what it and they say.
// Found by the form of relative imports, not by running anything; what is computed at run time (an
// import of a variable) is not seen.

import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { sha256 } from "@w2s/lab/engine";

export interface ImportedFile {
  /** Absolute. */
  readonly path: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** `from "./a"`, `import "./a"`, `import("./a")`, `require("./a")`. */
const RELATIVE = /\b(?:from|import|require)\s*\(?\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;
const ENDINGS = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];
const SCRIPTS = /\.[cm]?[jt]s$/;

/** Every file that `file` imports, directly or through others, in the order of their paths. */
export async function importsOf(file: string, source: Uint8Array): Promise<ImportedFile[]> {
  const found = new Map<string, string>();
  const visit = async (from: string, text: string): Promise<void> => {
    for (const [, , specifier] of text.matchAll(RELATIVE)) {
      const imported = await firstOf(candidates(resolve(dirname(from), specifier!)));
      if (imported === undefined || imported.path === file || found.has(imported.path)) continue;
      found.set(imported.path, sha256(imported.bytes));
      if (SCRIPTS.test(imported.path)) await visit(imported.path, decoded(imported.bytes));
    }
  };
  if (SCRIPTS.test(file)) await visit(file, decoded(source));
  return [...found]
    .map(([path, hash]) => ({ path, sha256: hash }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a specifier may mean; TypeScript's sources go by the names of their output too. */
function candidates(path: string): string[] {
  const ending = extname(path);
  const typed = SCRIPTS.test(ending) ? [`${path.slice(0, -2)}ts`] : [];
  const inFolder = ENDINGS.slice(1).map((each) => resolve(path, `index${each}`));
  return [...ENDINGS.map((each) => path + each), ...typed, ...inFolder];
}

async function firstOf(paths: readonly string[]) {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) return { path, bytes };
  }
  return undefined;
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
