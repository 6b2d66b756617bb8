// The studio's application: the guard, what it answers below /api, and the pages.

import { resolve } from "node:path";
import { plain } from "@w2s/base";
import { Hono } from "hono";
import { type GuardOptions, guard } from "./guard/guard.js";
import { labelRoutes } from "./label/routes.js";
import { pageRoutes } from "./pages.js";

/** What a studio is made of. */
export interface StudioOptions extends Partial<GuardOptions> {
  /** The folder that it serves. */
  readonly folder: string;
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
  const { host = "127.0.0.1", token } = options;
  const folder = resolve(options.folder);
  const app = new Hono();
  app.use(...guard({ host, token }));
  app.onError((error, c) => {
    const isUsers = error.name === "InputError";
    const message = plain(error.message);
    return c.json({ error: isUsers ? message : `internal: ${message}` }, isUsers ? 400 : 500);
  });
  app.use("/api/*", async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });
  const label = labelRoutes({ folder });
  app.route("/api/label", label.routes);
  app.all("/api/*", (c) => c.json({ error: "no such address" }, 404));
  app.route("/", await pageRoutes());
  return { app, close: () => label.close() };
}
