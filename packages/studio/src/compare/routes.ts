// GET /api/compare?a=RUN&b=RUN.

import { InputError } from "@w2s/base";
import { Hono } from "hono";
import type { DigestRows } from "../runs/digest.js";
import type { Digests } from "../runs/digests.js";
import { missing, type RunPlaces } from "../runs/places.js";
import { compared } from "./compare.js";

/** Two runs, compared. */
export function compareRoutes(places: RunPlaces, digests: Digests): Hono {
  const rowsOf = async (run: string): Promise<DigestRows | null> => {
    const digest = await digests.of(await places.folder(run));
    if (digest === null) throw missing(`run "${run}" has no results yet`);
    if (digest.error !== null) throw new InputError(digest.error);
    return digests.rows(digest);
  };
  const app = new Hono();
  app.get("/", async (c) => {
    const { a = "", b = "" } = c.req.query();
    const [left, right] = [await rowsOf(a), await rowsOf(b)];
    if (left === null || right === null) return c.json({ isMaking: true });
    return c.json({ isMaking: false, ...compared(left, right, [a, b]) });
  });
  return app;
}
