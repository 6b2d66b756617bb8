// Brings docs/ here, where VitePress finds its own packages, and writes llms.txt: all pages with
// their first sentences, for readers that are programs.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { figuresOf } from "./figures.mjs";
import { pages, titleOf } from "./pages.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const docs = join(here, "../docs");

/** A page's first paragraph of prose, without marks. */
function opening(path) {
  const text = readFileSync(join(docs, path), "utf8");
  const found = text
    .split("\n\n")
    .find((part) => /^[\w`[*-]/.test(part) && !part.startsWith("```"));
  const plain = (found ?? "")
    .replaceAll("**", "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\s+/g, " ");
  return /^.*?\.(?= [A-Z]|$)/.exec(plain)?.[0] ?? plain;
}

export function llmsText() {
  const parts = pages.map(({ text, folder, names }) => {
    const lines = names.map((name) => {
      const path = join(folder, name).replaceAll("\\", "/");
      // Beside this file, wherever the site begins.
      return `- [${titleOf(docs, path)}](${path}): ${opening(path)}`;
    });
    return `## ${text}\n\n${lines.join("\n")}`;
  });
  return `# w2s\n\n> A laboratory for weak-to-strong generalization, in TypeScript.\n\n${parts.join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(here, "pages");
  rmSync(target, { recursive: true, force: true });
  cpSync(docs, target, { recursive: true });
  // The pages as they were written stand beside the site's: llms.txt names them.
  const open = join(target, "public");
  mkdirSync(open);
  cpSync(docs, open, { recursive: true, filter: (path) => !/\.(csv|mjs)$/.test(path) });
  writeFileSync(join(open, "llms.txt"), llmsText());
  for (const { page, svg, name } of figuresOf(join(docs, "results"))) {
    writeFileSync(join(open, `${name}.svg`), svg);
    const path = join(target, "results", page);
    const [title, ...rest] = readFileSync(path, "utf8").split("\n");
    const image = `![Median PGR of each method, with the middle half of its rows](/${name}.svg)`;
    writeFileSync(path, [title, "", image, ...rest].join("\n"));
  }
}
