// A queue's server by its address: Redis or Valkey, or PostgreSQL. What is loaded is what the
// address names.

import { InputError } from "@w2s/base";
import { lineOf } from "../errors.js";
import { pause, unlessLeft } from "../pause.js";
import { saying } from "./faults.js";
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

/** How long a server may take until it is open. */
const openMs = 10_000;

/**
 * Connects to the server at the address.
 * @throws InputError when the address is none, nobody answers there, or the clocks differ
 */
export async function openQueueServer(address: string): Promise<QueueServer> {
  const shown = shownAddress(address);
  const open = backendOf(address);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), openMs);
  const opening = patiently(() => open(address, shown, late.signal), late.signal);
  try {
    const server = await unlessLeft(opening, late.signal, 0);
    if (server !== undefined) return saying(server, (line) => clean(line, address));
    opening.then((server) => server.close()).catch(() => undefined);
  } catch (error) {
    if (!late.signal.aborted) throw openFault(error, address);
  } finally {
    clearTimeout(timer);
  }
  throw new InputError(
    `queue ${shown}: does not answer within ${openMs / 1000} s as such a server does; is another ` +
      "one there, or the network slow?",
  );
}

/** Why a server could not be opened, in a line. */
function openFault(error: unknown, address: string): InputError {
  const shown = shownAddress(address);
  if (error instanceof InputError) return error;
  const { code } = error as { readonly code?: string };
  const line = clean(lineOf(error), address);
  const said = `${code} ${line}`;
  if (noDatabase.test(said)) {
    return new InputError(
      `queue ${shown}: has no such database (${line}); make it, or name another in the address`,
    );
  }
  return new InputError(
    refusals.test(said)
      ? `queue ${shown}: refuses the user or the password (${line}); both belong in the ` +
          "address, which W2S_QUEUE may hold"
      : `queue ${shown}: cannot be reached (${code ?? line}); is the server running, and the ` +
          "address right?",
  );
}

/** @throws InputError for an address that no backend serves; nothing is asked of the network */
export function assertQueueAddress(address: string): void {
  backendOf(address);
}

function backendOf(address: string) {
  const protocol = /^[a-z]+:(?=\/\/)/.exec(address)?.[0] ?? "";
  const open = Object.entries(backends).find(([name]) => name === protocol)?.[1];
  if (open !== undefined) {
    assertReadable(address);
    return open;
  }
  throw new InputError(
    `--queue: must be redis://HOST:PORT, rediss://, valkey:// or postgres://HOST/DATABASE, ` +
      `got "${shownAddress(address)}"`,
  );
}

/** @throws InputError for an address whose user or password was not written as addresses have it */
function assertReadable(address: string): void {
  try {
    const { username, password, pathname } = new URL(address);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    if (/^(redis|valkey)/.test(address) && !/^\/?\d*$/.test(pathname)) {
      throw new InputError(
        `--queue: ${shownAddress(address)}: a database of Redis must be a number, as in /1, ` +
          `got "${pathname.slice(1)}"`,
      );
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `--queue: ${shownAddress(address)} cannot be read as an address; in its user and password ` +
        "% is written as %25, / as %2F, # as %23, @ as %40",
    );
  }
}

/** How Redis, and PostgreSQL by its codes, say that they let nobody in who asks so. */
const refusals = /\b(WRONGPASS|NOAUTH|NOPERM|28P01|28000|SASL)\b/;

/** How they say that the address names no database of theirs. */
const noDatabase = /\b3D000\b|DB index is out of range/;

/** A server that just begins is asked again, for two seconds. */
async function patiently<T>(open: () => Promise<T>, late: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message?: string };
      const isAnswer = [refusals, noDatabase].some((one) => one.test(`${code} ${message}`));
      if (tries === 5 || isAnswer || error instanceof InputError || late.aborted) throw error;
      await pause(500, late);
    }
  }
}

/** A message without what the address keeps secret. */
function clean(line: string, address: string): string {
  const { password, username } = new URL(address);
  const without = [password, decodeURIComponent(password)]
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "***"), line);
  if (username === "") return without;
  const name = username.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // It may be part of any word.
  return without.replaceAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, "g"), "***");
}
