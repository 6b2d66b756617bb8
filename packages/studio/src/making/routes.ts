// GET and POST /api/making: what a folder has to label, and a labelling project of it. A project is
// made by `w2s label init` in a process of its own: tasks may be large, and studies are programs.

import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { InputError, writeFileWhole } from "@w2s/base";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { projectsFolder } from "../label/labelling.js";
import { projectFiles } from "../label/project.js";
import { missing, type RunPlaces } from "../runs/places.js";
import { type Offers, offersOf } from "./offers.js";
import { checkWish, initArguments, type Wish } from "./wish.js";

/** How labelling projects are made; whoever serves a studio knows. */
export interface Making {
  /** Tasks that need no file, as `w2s label init` calls them. */
  readonly tasks: readonly string[];
  /**
   * Runs w2s with these arguments, in the folder.
   * @throws InputError with its one line where it does not end well
   */
  readonly w2s: (args: readonly string[], folder: string) => Promise<void>;
}

/** The routes; without a `Making` there is nothing to offer, and the page says how else. */
export function makingRoutes(folder: string, places: RunPlaces, making: Making | undefined): Hono {
  const app = new Hono();
  /** One at a time: a second of the same name finds the first. */
  let last: Promise<unknown> = Promise.resolve();
  app.get("/", async (c) => {
    return c.json(making === undefined ? null : await offersOf(folder, places, making.tasks));
  });
  app.post("/", async (c) => {
    if (making === undefined) throw missing("this studio makes no projects; w2s label init does");
    const wish = checkWish(await bodyOf(c));
    const made = last.then(() => make(wish, making));
    last = made.catch(() => undefined);
    await made;
    return c.json({ project: wish.name });
  });
  async function make(wish: Wish, { tasks, w2s }: Making): Promise<void> {
    const place = join(folder, projectsFolder, wish.name);
    if ((await stat(place).catch(() => null)) !== null) {
      throw new HTTPException(409, {
        message: `"${wish.name}" is there already below ${projectsFolder}/; choose another name`,
      });
    }
    refuseOthers(wish, await offersOf(folder, places, tasks));
    const runOf = (run: string) => relative(folder, join(places.root, run));
    await w2s(initArguments(wish, runOf), folder);
    if (wish.guidelines.trim() === "") return;
    await writeFileWhole(join(place, projectFiles.guidelines), wish.guidelines);
  }
  return app;
}

/** What is not offered is not opened, whatever a request calls it. */
function refuseOthers({ what, assist, debates }: Wish, offers: Offers): void {
  const known = [...offers.studies, ...offers.files, ...offers.tasks];
  if (!known.includes(what)) {
    throw new InputError(`"${what}" is no study, file or task of this folder`);
  }
  for (const [run, runs] of [
    [assist?.run, offers.assistants],
    [debates?.run, offers.debates],
  ] as const) {
    if (run === undefined || runs.includes(run)) continue;
    throw new InputError(`run "${run}" has nothing to read beside an item`);
  }
}

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);
