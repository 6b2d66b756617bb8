// Servers' programs that npm does not bring: where they lie, and where they may listen.

import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";

/**
 * A program's path: the first of `first` that is there, else the first folder of PATH that has it;
 * undefined: nowhere.
 */
export const programAt = (name: string, ...first: readonly (string | undefined)[]) =>
  [
    ...first.filter((path) => path !== undefined && path !== ""),
    ...(process.env.PATH ?? "").split(delimiter).map((place) => join(place, name)),
  ].find((path) => existsSync(path!));

/** A port of loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
