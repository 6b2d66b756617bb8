// Links between the pages: every relative one leads to a file, every anchor to a heading.
// No network is asked.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { llmsText } from "../site/gather.mjs";
import { pages as sitePages } from "../site/pages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md"))
  .map((path) => join("docs", path));
const pages = [
  ...docs,
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  "bench/README.md",
  "packages/cli/README.md",
];

/** A page without what stands in code. */
function prose(page: string): string {
  return readFileSync(join(root, page), "utf8")
    .replaceAll(/^```.*?^```/gms, "")
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, " "));
}

/** As GitHub and the site make an anchor of a heading. */
function anchorsOf(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

describe("links", () => {
  it.each(pages)("of %s lead somewhere", (page) => {
    const broken = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, href]) => {
      if (/^(https?:|mailto:)/.test(href!)) return [];
      const [path = "", anchor] = href!.split("#");
      const target = path === "" ? page : join(dirname(page), decodeURIComponent(path));
      if (!existsSync(join(root, target))) return [`${href}: no such file`];
      if (anchor === undefined || statSync(join(root, target)).isDirectory()) return [];
      return anchorsOf(target).includes(anchor) ? [] : [`${href}: no such heading`];
    });
    expect(broken).toEqual([]);
  });
});

describe("the site", () => {
  const onSite = sitePages.flatMap(({ folder, names }) =>
    names.map((name: string) => join("docs", folder, name)),
  );

  it("has every page once", () => {
    expect([...onSite].sort()).toEqual([...docs].sort());
  });

  it("has them all in llms.txt, each with what it is about", () => {
    const lines = llmsText()
      .split("\n")
      .filter((line) => line.startsWith("- "));
    expect(lines).toHaveLength(docs.length);
    for (const line of lines) {
      const [, title, path, about] = /^- \[(.+)\]\((.+?)\): (.+)$/.exec(line) ?? [];
      expect([title, about], line).not.toContain(undefined);
      expect(about!.length, line).toBeGreaterThan(10);
      expect(docs.map((page) => relative("docs", page).replaceAll("\\", "/"))).toContain(path);
    }
  });
});
