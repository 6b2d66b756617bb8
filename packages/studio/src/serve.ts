// The studio behind a server of its own: an address, a token where others can reach it, and an end.

import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { InputError } from "@w2s/base";
import { lockFolder } from "./folder-lock.js";
import { bracketed, isLoopback } from "./guard/hosts.js";
import { createStudio, type StudioOptions } from "./studio.js";

/** Where a studio listens, and for whom. */
export interface ServeOptions extends Omit<StudioOptions, "host"> {
  /** The address to listen on; default 127.0.0.1, which nobody but this machine reaches. */
  readonly host?: string | undefined;
  /** Default 4747; 0: any that is free. */
  readonly port?: number | undefined;
}

/** A studio that listens. */
export interface ServedStudio {
  /** What to open, its token in it where there is one. */
  readonly address: string;
  /** Ends it: connections are closed, the folder is free. */
  close(): Promise<void>;
}

const shortestToken = 16;

/**
 * Opens a studio on a folder. Beyond this machine it asks for a token: the one given, or a drawn
 * one.
 * @throws InputError where the folder or the port is taken, or the folder is none
 */
export async function serveStudio(options: ServeOptions): Promise<ServedStudio> {
  const { host = "127.0.0.1", port = 4747 } = options;
  const folder = resolve(options.folder);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new InputError(
      `${folder}: must be a folder, ${found === undefined ? "there is none" : "got a file"}`,
    );
  const token = options.token ?? (isLoopback(host) ? undefined : drawnToken());
  if (token !== undefined && token.length < shortestToken) {
    throw new InputError(`the studio's token must have at least ${shortestToken} characters`);
  }
  const studio = await createStudio({ ...options, folder, host, token });
  const server = createServer(getRequestListener(studio.app.fetch));
  try {
    const address = `http://${bracketed(host)}:${await listen(server, host, port)}/`;
    const unlock = await lockFolder(folder, address);
    return {
      address: token === undefined ? address : `${address}?token=${token}`,
      async close() {
        await end(server);
        await studio.close();
        await unlock();
      },
    };
  } catch (error) {
    await studio.close();
    await end(server);
    throw error;
  }
}

const drawnToken = (): string => randomBytes(24).toString("base64url");

/** The port, once it is listened on. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => fail(cannotListen(error, host, port)));
    server.listen(port, host, () => {
      const at = server.address();
      done(typeof at === "object" && at !== null ? at.port : port);
    });
  });
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): InputError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: "is taken; name another with --port, or 0 for any that is free",
    EACCES: "may not be listened on; name one above 1023 with --port",
    EADDRNOTAVAIL: "is no address of this machine; name another with --host",
    ENOTFOUND: "is no address of this machine; name another with --host",
  };
  const reason = reasons[cause.code ?? ""] ?? `cannot be listened on (${cause.code})`;
  return new InputError(`${bracketed(host)}:${port} ${reason}`, { cause });
}

function end(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
