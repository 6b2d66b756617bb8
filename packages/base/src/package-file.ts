// Files that lie in a package beside its code, wherever a bundler has put that code.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Path of a file of a package that has its package.json among its exports, as all of w2s have.
 * @param name the package, which may be the asking one itself
 * @param path below the package's folder; not looked at
 * @param from the asking module's import.meta.url
 * @throws Error when the package is not installed
 */
export function packageFile(name: string, path: string, from: string): string {
  return join(dirname(createRequire(from).resolve(`${name}/package.json`)), path);
}
