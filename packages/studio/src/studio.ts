// The studio's application: the guard, what it answers below /api, and the pages.

import { join, resolve } from "node:path";
import { plain } from "@w2s/base";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { compareRoutes } from "./compare/routes.js";
import { evidenceRoutes } from "./evidence/routes.js";
import { type GuardOptions, guard } from "./guard/guard.js";
import { labelRoutes } from "./label/routes.js";
import { liveRoutes, Tails } from "./live/routes.js";
import { type Making, makingRoutes } from "./making/routes.js";
import { pageRoutes } from "./pages.js";
import { Digests } from "./runs/digests.js";
import { RunPlaces } from "./runs/places.js";
import { runRoutes } from "./runs/routes.js";

/** What a studio is made of. */
export interface StudioOptions extends Partial<GuardOptions> {
  /** The folder that it serves. */
  readonly folder: string;
  /** Where its runs are; default: `runs` in it. */
  readonly runs?: string | undefined;
  /** How pages make labelling projects; default: they do not. */
  readonly making?: Making | undefined;
  /** Whether there is nothing but labelling: of a run's examples, evidence tells what is right. */
  readonly labelOnly?: boolean | undefined;
}

/** A studio that can be asked, whoever listens for it. */
export interface Studio {
  /** Answers requests: `app.request(...)` in tests, `app.fetch` behind a server. */
  readonly app: Hono;
  /** Lets go of files and listeners. */
  close(): Promise<void>;
}

/**
 * Makes the application. Nothing is listened on yet: see `serveStudio`.
 * @throws InputError where the pages are not built
 */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { host = "127.0.0.1", token, labelOnly = false } = options;
  const folder = resolve(options.folder);
  const app = new Hono();
  app.use(...guard({ host, token }));
  app.onError((error, c) => {
    if (error instanceof HTTPException)
      return c.json({ error: plain(error.message) }, error.status);
    const isUsers = error.name === "InputError";
    const message = plain(error.message);
    return c.json({ error: isUsers ? message : `internal: ${message}` }, isUsers ? 400 : 500);
  });
  app.use("/api/*", async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });
  const places = new RunPlaces(resolve(options.runs ?? join(folder, "runs")));
  const [tails, digests] = [new Tails(), new Digests(join(folder, ".w2s", "digests"))];
  if (!labelOnly) {
    app.route("/api/runs", liveRoutes(places, tails));
    app.route("/api/runs", runRoutes(places, tails, digests));
    app.route("/api/runs", evidenceRoutes(places, digests));
    app.route("/api/compare", compareRoutes(places, digests));
    app.route("/api/making", makingRoutes(folder, places, options.making));
  }
  const label = labelRoutes({ folder });
  app.route("/api/label", label.routes);
  app.all("/api/*", (c) => c.json({ error: "no such address" }, 404));
  app.route("/", await pageRoutes(labelOnly));
  return {
    app,
    async close() {
      tails.close();
      digests.close();
      await label.close();
    },
  };
}
