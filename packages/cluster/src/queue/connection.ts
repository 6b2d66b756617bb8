// A queue's server by its address: Redis or Valkey, or PostgreSQL. What is loaded is what the
// address names.

import { InputError } from "@w2s/base";
import { lineOf } from "../errors.js";
import { pause } from "../pause.js";
import { openPostgres } from "./postgres.js";
import { openRedis } from "./redis.js";
import type { QueueServer } from "./server.js";

/** Who opens what an address begins with. */
const backends = {
  "redis:": openRedis,
  "rediss:": openRedis,
  "valkey:": openRedis,
  "valkeys:": openRedis,
  "postgres:": openPostgres,
  "postgresql:": openPostgres,
} as const;

/** The address without user, password and options. */
function shownAddress(address: string): string {
  try {
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "(no address)";
  }
}

/**
 * Connects to the server at the address.
 * @throws InputError when the address is none, nobody answers there, or the clocks differ
 */
export async function openQueueServer(address: string): Promise<QueueServer> {
  const shown = shownAddress(address);
  const open = backendOf(address);
  return patiently(() => open(address, shown)).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    const { code } = error as { readonly code?: string };
    const line = clean(lineOf(error), address);
    throw new InputError(
      refusals.test(`${code} ${line}`)
        ? `queue ${shown}: refuses the user or the password (${line}); both belong in the ` +
            "address, which W2S_QUEUE may hold"
        : `queue ${shown}: cannot be reached (${code ?? line}); is the server running, and the ` +
            "address right?",
    );
  });
}

/** @throws InputError for an address that no backend serves; nothing is asked of the network */
export function assertQueueAddress(address: string): void {
  backendOf(address);
}

function backendOf(address: string) {
  const protocol = /^[a-z]+:(?=\/\/)/.exec(address)?.[0] ?? "";
  const open = Object.entries(backends).find(([name]) => name === protocol)?.[1];
  if (open !== undefined) return open;
  throw new InputError(
    `--queue: must be redis://HOST:PORT, rediss://, valkey:// or postgres://HOST/DATABASE, ` +
      `got "${shownAddress(address)}"`,
  );
}

/** How Redis, and PostgreSQL by its codes, say that they let nobody in who asks so. */
const refusals = /\b(WRONGPASS|NOAUTH|NOPERM|28P01|28000)\b/;

/** A server that just begins is asked again, for two seconds. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (tries === 5 || error instanceof InputError) throw error;
      await pause(500);
    }
  }
}

/** A message without what the address keeps secret. */
function clean(line: string, address: string): string {
  const { password, username } = new URL(address);
  return [password, decodeURIComponent(password), username]
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "***"), line);
}
