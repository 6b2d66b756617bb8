// Where people label: everything below /api/label. What is right is in no answer while they do: the
// file that holds it is read by /results alone, and only when labelling is over.

import { check, plain } from "@w2s/base";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { liveFigures } from "./figures.js";
import { itemPage, mostRows } from "./item-list.js";
import { Labelling } from "./labelling.js";
import type { About } from "./messages.js";
import { readTruth } from "./project.js";
import { Refusal } from "./refusal.js";
import { sessionResults } from "./results.js";
import type { Session } from "./session.js";

/** What the labelling half knows of the studio that it stands in. */
export interface LabelContext {
  /** The folder that the studio serves: tasks are read and people's labels written below it. */
  readonly folder: string;
}

/** The labelling half of a studio. */
export interface LabelPart {
  readonly routes: Hono;
  /** Lets go of the projects that are open. */
  close(): Promise<void>;
}

/** The header that says who sits at a page. */
export const seatHeader = "x-w2s-seat";

const joinSchema = z.strictObject({
  name: z.string(),
  /** Whether whoever asks is the one who labelled under this name before. */
  same: z.boolean().default(false),
});
const finishSchema = z.strictObject({ sure: z.boolean().default(false) });

/** The routes below /api/label. */
export function labelRoutes({ folder }: LabelContext): LabelPart {
  const labelling = new Labelling(folder);
  const routes = new Hono();
  routes.onError((error, c) => {
    if (error instanceof Refusal) return c.json({ error: plain(error.message) }, error.status);
    throw error;
  });
  routes.get("/", async (c) => c.json({ projects: [...(await labelling.list()).keys()] }));
  const session = (c: Context) => labelling.session(c.req.param("project") ?? "");
  const seat = (c: Context) => c.req.header(seatHeader);
  routes.get("/:project", async (c) => c.json(aboutOf(await session(c))));
  routes.post("/:project/join", async (c) => {
    const { name, same } = check("join", await bodyOf(c), joinSchema);
    return c.json(await (await session(c)).join(name.trim(), seat(c), same));
  });
  routes.get("/:project/next", async (c) => c.json((await session(c)).next(seat(c))));
  routes.get("/:project/items", async (c) => {
    const open = await session(c);
    const { name } = open.annotatorOf(seat(c));
    return c.json(itemPage(open, name, numberOf(c, "from", 0), numberOf(c, "count", mostRows)));
  });
  routes.get("/:project/items/:place", async (c) =>
    c.json((await session(c)).at(seat(c), Number(c.req.param("place")))),
  );
  routes.post("/:project/say", async (c) =>
    c.json(await (await session(c)).say(seat(c), await bodyOf(c))),
  );
  routes.post("/:project/undo", async (c) => c.json(await (await session(c)).undo(seat(c))));
  routes.post("/:project/finish", async (c) => {
    const { sure } = check("finish", await bodyOf(c), finishSchema);
    return c.json(await (await session(c)).finish(seat(c), sure));
  });
  routes.get("/:project/figures", async (c) => c.json(liveFigures(await session(c))));
  routes.get("/:project/results", async (c) => {
    const { project, standing } = await session(c);
    if (!standing.closed) {
      throw new Refusal(409, "labelling goes on: results are shown when it is over");
    }
    return c.json(sessionResults(project, standing, await readTruth(project)));
  });
  return { routes, close: () => labelling.close() };
}

/** What a page must know of a project before anybody sits at it. */
function aboutOf({ project: { file, guidelines, items }, standing, torn }: Session): About {
  const { task, splits, shape, options, annotators, perItem, limitSeconds, confidence, arms } =
    file;
  const settings = { perItem, limitSeconds, confidence, arms, annotators };
  const { closed, stale } = standing;
  const shown = { task, splits, shape, options, guidelines, items: items.length };
  return { ...shown, settings, closed, stale, torn };
}

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

function numberOf(c: Context, name: string, otherwise: number): number {
  const said = Number(c.req.query(name) ?? otherwise);
  return Number.isInteger(said) && said >= 0 ? said : otherwise;
}
