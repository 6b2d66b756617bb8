// What runs of each package: one file a door instead of one a module. Node takes about a
// millisecond a module, and a command that shows what is cached had 1,100 of them. Types come from
// `tsc -b`; packages stay separate, so that whatever imports "@w2s/lab" gets the same one.
//
// A package's doors are its exports' "source"s and, in its package.json, "w2s": { "processes": [] }:
// what it or its tests start as a process of its own.

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const packages = fileURLToPath(new URL("packages/", import.meta.url));

/** Doors by the name of the file that they become: `{ "engine-door": ".../src/engine-door.ts" }`. */
function doorsOf(folder) {
  const { exports, w2s } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const sources = Object.values(exports).flatMap((target) => target.source ?? []);
  return Object.fromEntries(
    [...sources, ...(w2s?.processes ?? [])].map((path) => [
      basename(path, ".ts"),
      join(folder, path),
    ]),
  );
}

/** Removes an earlier build's code, so that no part of it is packed with this one's. */
function keepOnly(written, dist) {
  const found = readdirSync(dist, { recursive: true, encoding: "utf8" });
  for (const path of found.map((name) => name.replaceAll("\\", "/")))
    if (/\.js(\.map)?$/.test(path) && !path.startsWith("web/") && !written.has(path))
      rmSync(join(dist, path));
}

const folders = readdirSync(packages).map((name) => join(packages, name));
await Promise.all(
  folders.map(async (folder) => {
    const dist = join(folder, "dist");
    const { output } = await build({
      input: doorsOf(folder),
      platform: "node",
      // Other packages and Node's own are found when it runs.
      external: (id) => /^(@?[a-z]|node:)/i.test(id) && !/^[a-z]:[\\/]/i.test(id),
      // Neither this nor minify may drop anything: a call whose result nobody wants may be there to
      // throw, as decodeURIComponent(part) is.
      treeshake: false,
      resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
      logLevel: "warn",
      output: {
        dir: dist,
        format: "esm",
        minify: false,
        sourcemap: true,
        sourcemapExcludeSources: true,
        entryFileNames: "[name].js",
        chunkFileNames: "parts/[name].js",
      },
    });
    keepOnly(new Set(output.map(({ fileName }) => fileName)), dist);
  }),
);
