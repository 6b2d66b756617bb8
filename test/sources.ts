// The workspace's packages and what their source files import, for tests of its shape.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../packages", import.meta.url));

/** The folders of all packages that have sources. */
export function packageFolders(): string[] {
  return readdirSync(packages).filter((folder) => existsSync(join(packages, folder, "src")));
}

/** Every .ts file below a package's src, tests included: absolute paths. */
export function sources(folder: string): string[] {
  return readdirSync(join(packages, folder, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(packages, folder, "src", path));
}

/** A path as messages show it: `lab/src/index.ts`. */
export function shown(path: string): string {
  return path.slice(packages.length + 1).replaceAll("\\", "/");
}

/** What a file's import and export statements name, for values or types. */
export function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8").replace(/`[^`]*`/gs, ""); // Not what a template writes.
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gms)].map(
    (match) => match[1]!,
  );
}

/** The files that a file imports by path. */
export function neighbours(path: string): string[] {
  return importsOf(path)
    .filter((target) => target.startsWith("."))
    .map((target) => resolve(dirname(path), target.replace(/\.js$/, ".ts")));
}

/** A package's doors that others may go through: what comes behind its name -> the file. */
export function doorsOf(folder: string): ReadonlyMap<string, string> {
  const found = sources(folder).flatMap((path): [string, string][] => {
    const file = /^\w+\/src\/(?:index|([\w-]+)-door)\.ts$/.exec(shown(path));
    return file ? [[file[1] ? `/${file[1]}` : "", path]] : [];
  });
  return new Map(found);
}
