// Lines of at most 100 columns, in packages, tests, examples and benchmarks alike. The formatter
// sees to code; this sees to what it leaves: texts, comments and titles.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packageFolders } from "./sources.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const most = 100;

/** Files that write another language's lines as they are: CSS, Python, Markdown, a study. */
const verbatim = [
  "packages/cli/src/first-study/files.ts",
  "packages/models/src/classifier/card.ts",
  "packages/models/src/classifier/modeling.ts",
  "packages/report/src/page-style.ts",
  "packages/world/src/pretrain/card.ts",
  "packages/world/src/world/world-readme.ts",
];

function scripts(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/(^|[\\/])(dist|node_modules)[\\/]/.test(path))
    .map((path) => join(root, folder, path));
}

const folders = [
  ...packageFolders().map((name) => `packages/${name}/src`),
  "packages/playground/web",
  "packages/studio/web",
  "test",
  "examples",
  "bench",
];

/** A line that is one regular expression, or one JSON text that is pinned byte for byte. */
const isWhole = (line: string): boolean =>
  /^\s*\/(?![*/]).*\/[a-z]*[,;]?$/.test(line) || /^\s*const json = `\{.*\}`;$/.test(line);

describe("lines", () => {
  it.each(folders)("of %s have at most 100 columns", (folder) => {
    const files = scripts(folder).map((path) => relative(root, path).replaceAll("\\", "/"));
    expect(files.length).toBeGreaterThan(0);
    const long = files
      .filter((file) => !verbatim.includes(file))
      .flatMap((file) =>
        readFileSync(join(root, file), "utf8")
          .split("\n")
          .flatMap((line, i) =>
            line.length > most && !isWhole(line) ? [`${file}:${i + 1}: ${line.length}`] : [],
          ),
      );
    expect(long).toEqual([]);
  });

  it("are let be in no more files than must", () => {
    const short = verbatim.filter((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .every((line) => line.length <= most),
    );
    expect(short, "have no long line any more").toEqual([]);
  });
});
