// The built pages, held in memory by their paths: what is not among them is not served, whatever a
// request calls it.

import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { InputError, packageFile } from "@w2s/base";
import { Hono } from "hono";

/** Where Vite puts them. */
const built = packageFile("@w2s/studio", "dist/web/", import.meta.url);

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Routes that serve the pages: files by their names, and the application's one page for every path
 * of its own.
 * @param labelOnly whether the page is told that it is for those who label
 * @throws InputError where they are not built
 */
export async function pageRoutes(labelOnly: boolean): Promise<Hono> {
  const files = await readFiles(built);
  const page = textOf(files.get("/index.html"), labelOnly);
  if (page === undefined) {
    throw new InputError(
      "the studio's pages are not built yet; run `npm run build` at the root of w2s's repository",
    );
  }
  const app = new Hono();
  app.get("/assets/*", (c) => {
    const file = files.get(c.req.path);
    if (file === undefined) return c.json({ error: "no such file" }, 404);
    // Their names hold their hashes.
    c.header("cache-control", "public, max-age=31536000, immutable");
    return c.body(file, 200, { "content-type": typeOf(c.req.path) });
  });
  app.get("*", (c) => {
    c.header("cache-control", "no-cache");
    return c.body(page, 200, { "content-type": typeOf("/index.html") });
  });
  return app;
}

function textOf(page: Uint8Array | undefined, labelOnly: boolean): string | undefined {
  const text = page && Buffer.from(page).toString("utf8");
  return labelOnly ? text?.replace("<html ", '<html data-only="label" ') : text;
}

async function readFiles(folder: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const read = paths.map(async (path): Promise<[string, Uint8Array<ArrayBuffer>]> => {
    const name = relative(folder, path).replaceAll("\\", "/");
    return [`/${name}`, Uint8Array.from(await readFile(path))];
  });
  return new Map(await Promise.all(read));
}

function typeOf(path: string): string {
  return types[extname(path)] ?? "application/octet-stream";
}
