// The projects of the studio's folder: those below labelling/, and the folder itself where it is
// one. A project is opened when it is first asked for, and then kept.

import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { projectFiles } from "./project.js";
import { Refusal } from "./refusal.js";
import { Session } from "./session.js";

/** Where projects lie below a studio's folder. */
export const projectsFolder = "labelling";

/** All projects of a folder. */
export class Labelling {
  private readonly opened = new Map<string, Promise<Session>>();

  constructor(private readonly folder: string) {}

  /** The projects' names, and where they lie. */
  async list(): Promise<ReadonlyMap<string, string>> {
    const below = join(this.folder, projectsFolder);
    const names = (await readdir(below).catch(() => [])).sort();
    const places = [
      [basename(this.folder), this.folder] as const,
      ...names.map((name) => [name, join(below, name)] as const),
    ];
    const there = await Promise.all(places.map(([, place]) => isProject(place)));
    return new Map(places.filter((_, i) => there[i]));
  }

  /**
   * A project's session; a name that is in no list is none's, whatever it spells.
   * @throws Refusal for an unknown name, and where another studio has it open
   */
  async session(name: string): Promise<Session> {
    const open = this.opened.get(name);
    if (open) return open;
    const place = (await this.list()).get(name);
    if (place === undefined) throw new Refusal(404, `no labelling project "${name}" here`);
    // Asked twice at once, it is opened once.
    const again = this.opened.get(name);
    if (again) return again;
    const opening = Session.open(place, this.folder);
    this.opened.set(name, opening);
    opening.catch(() => this.opened.delete(name));
    return opening;
  }

  /** Lets go of all projects. */
  async close(): Promise<void> {
    for (const opening of this.opened.values()) {
      await opening.then(
        (session) => session.close(),
        () => undefined,
      );
    }
    this.opened.clear();
  }
}

const isProject = (folder: string): Promise<boolean> =>
  stat(join(folder, projectFiles.project)).then(
    (found) => found.isFile(),
    () => false,
  );
