// A run's events over server-sent events, resumed by the id of the last one that came.

import { basename, join } from "node:path";
import { eventsFile } from "@w2s/lab";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { RunPlaces } from "../runs/places.js";
import { type Message, Tail } from "./tail.js";
import { Workers, type WorkersMessage } from "./workers.js";

/** Messages that wait for a viewer; one that falls further behind is let go, and comes back. */
const mostWaiting = 500;
/** A line of silence, so that a connection that is gone is noticed. */
const quietMs = 15_000;

/** The tails of a studio's runs, and their workers: one a run, whoever looks. */
export class Tails {
  private readonly byFolder = new Map<string, Tail>();
  private readonly workersByFolder = new Map<string, Workers>();

  /** The tail of the run in a folder. */
  of(folder: string): Tail {
    const known = this.byFolder.get(folder) ?? new Tail(join(folder, eventsFile));
    this.byFolder.set(folder, known);
    return known;
  }

  /** Who works on the run in a folder. */
  workersOf(folder: string): Workers {
    const known =
      this.workersByFolder.get(folder) ?? new Workers(folder, basename(folder), this.of(folder));
    this.workersByFolder.set(folder, known);
    return known;
  }

  /** Stops all of them. */
  close(): void {
    for (const one of [...this.byFolder.values(), ...this.workersByFolder.values()]) one.close();
  }
}

/** GET /RUN/events. */
export function liveRoutes(places: RunPlaces, tails: Tails): Hono {
  const app = new Hono();
  app.get("/:run/events", async (c) => {
    const folder = await places.folder(c.req.param("run"));
    const last = c.req.header("last-event-id") ?? c.req.query("after") ?? "";
    return streamSSE(c, async (stream) => {
      const waiting: (Message | WorkersMessage)[] = [];
      let wake: () => void = () => undefined;
      const hear = (message: Message | WorkersMessage) => {
        waiting.push(message);
        wake();
      };
      const stops = [
        await tails.of(folder).listen(hear, last),
        await tails.workersOf(folder).listen(hear),
      ];
      const stop = () => {
        for (const one of stops) one();
      };
      stream.onAbort(() => {
        stop();
        wake();
      });
      while (!stream.aborted && waiting.length <= mostWaiting) {
        const message = waiting.shift();
        if (message !== undefined) {
          await stream.writeSSE({ ...message, retry: 1000 });
          continue;
        }
        const timer = setTimeout(() => wake(), quietMs);
        await new Promise<void>((done) => {
          wake = done;
          if (waiting.length > 0 || stream.aborted) done();
        });
        clearTimeout(timer);
        if (waiting.length === 0 && !stream.aborted) await stream.write(": still here\n\n");
      }
      stop();
    });
  });
  return app;
}
