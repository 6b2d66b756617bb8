// Where a studio's runs lie. A name counts only where the folder of runs has it: nothing that a
// request says is ever part of a path unseen.

import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { HTTPException } from "hono/http-exception";

/** The folders of a studio's runs, by their names. */
export class RunPlaces {
  /** @param root the folder whose folders are runs; it may not be there yet */
  constructor(readonly root: string) {}

  /** The names of all folders, sorted; those that lead elsewhere are left out. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.root, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  }

  /** The folder of a run. @throws HTTPException 404 where there is none of this name */
  async folder(name: string): Promise<string> {
    if (!(await this.names()).includes(name)) throw missing(`no run "${name}" in this folder`);
    return join(this.root, name);
  }

  /**
   * A file of a run, by a name that is no path.
   * @throws HTTPException 404 where there is none, or it lies outside of the run's folder
   */
  async file(run: string, ...path: readonly string[]): Promise<string> {
    const folder = await this.folder(run);
    const file = join(folder, ...path);
    const isName = path.every((part) => /^[\w.-]+$/.test(part) && !part.includes(".."));
    const real = isName ? await realpath(file).catch(() => undefined) : undefined;
    const home = await realpath(folder);
    if (real === undefined || !real.startsWith(home + sep) || !(await stat(real)).isFile()) {
      throw missing(`run "${run}" has no file ${path.join("/")}`);
    }
    return real;
  }
}

/** What a route throws for what is not there. */
export function missing(message: string): HTTPException {
  return new HTTPException(404, { message });
}
