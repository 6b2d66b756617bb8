// docs/ as a site: the same pages, a sidebar in the order of the data's way, search in the page
// itself. Nothing is loaded from elsewhere. gather.mjs brings the pages here.

import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";
import { pages, titleOf } from "../pages.mjs";

const docs = fileURLToPath(new URL("../../docs", import.meta.url));

const sidebar: DefaultTheme.SidebarItem[] = pages.map(({ text, folder, names, collapsed }) => ({
  text,
  collapsed: collapsed ?? false,
  items: names.map((name) => ({
    text: titleOf(docs, posix.join(folder, name)),
    link: `/${posix
      .join(folder, name)
      .replace(/README\.md$/, "")
      .replace(/\.md$/, "")}`,
  })),
}));

export default defineConfig({
  title: "w2s",
  description: "A laboratory for weak-to-strong generalization, in TypeScript.",
  lang: "en",
  srcDir: "pages",
  srcExclude: ["public/**"],
  outDir: "dist",
  cacheDir: ".cache",
  rewrites: { "README.md": "index.md", ":folder/README.md": ":folder/index.md" },
  cleanUrls: true,
  // A block of code without a language scrolls by itself, not the page.
  head: [["style", {}, ".vp-doc pre { overflow-x: auto; }"]],
  ignoreDeadLinks: false,
  markdown: {
    config(md) {
      // What lies outside docs/ (examples, sources) is no page: its name stays, without a link.
      const isPage = (href: string, from: string) =>
        /^(\w+:|#|\/)/.test(href) ||
        (existsSync(posix.join(docs, posix.dirname(from), href.split("#")[0]!)) &&
          !posix.join(posix.dirname(from), href).startsWith("..") &&
          /(\.md|\/|^[^.]*)$/.test(href.split("#")[0]!));
      md.core.ruler.push("links-within", (state) => {
        const from: string = state.env.relativePath ?? "";
        const source = from.replace(/index\.md$/, "README.md");
        for (const { children } of state.tokens) {
          let dropping = false;
          for (const token of children ?? []) {
            if (token.type === "link_open") {
              const href = token.attrGet("href") ?? "";
              dropping = !isPage(href, source);
              if (!dropping && isFolder(href, source))
                token.attrSet("href", `${href.replace(/\/$/, "")}/`);
            }
            if (dropping && /^link_/.test(token.type)) {
              dropping = token.type === "link_open";
              token.type = "text";
              token.tag = "";
              token.nesting = 0;
              token.content = "";
            }
          }
        }
      });
    },
  },
  themeConfig: {
    sidebar,
    search: { provider: "local" },
    outline: [2, 3],
    docFooter: { prev: "Before", next: "Next" },
  },
});

function isFolder(href: string, from: string): boolean {
  if (/^(\w+:|#)/.test(href)) return false;
  const path = posix.join(docs, posix.dirname(from), href.split("#")[0]!);
  return existsSync(path) && !path.endsWith(".md") && readdirSync(path).includes("README.md");
}
