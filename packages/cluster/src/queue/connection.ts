// A queue's server by its address: Redis or Valkey, or PostgreSQL. What is loaded is what the
// address names.

import { InputError } from "@w2s/base";
import { lineOf } from "../errors.js";
import { pause, unlessLeft } from "../pause.js";
import { inSmallLetters, type Scheme, schemeOf, shownAddress } from "./address.js";
import { saying } from "./faults.js";
import { noneLeft } from "./lost.js";
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
} satisfies Readonly<Record<Scheme, unknown>>;

/** How many seconds a server may take until it is open. */
const mostSeconds = 10;

/**
 * Connects to the server at the address.
 * @throws InputError when the address is none, nobody answers there, or the clocks differ
 */
export async function openQueueServer(given: string): Promise<QueueServer> {
  const open = backends[schemeOf(given)];
  const address = inSmallLetters(given);
  const shown = shownAddress(address);
  const late = new AbortController();
  const timer = abortAfter(mostSeconds, late);
  const opening = patiently(() => open(address, shown, late.signal), late.signal);
  try {
    const server = await unlessLeft(opening, late.signal, 0);
    if (server !== undefined) return saying(server, (line) => clean(line, address));
    opening.then((server) => server.close()).catch(() => undefined);
  } catch (error) {
    if (!late.signal.aborted) throw openFault(error, address);
  } finally {
    clearInterval(timer);
  }
  throw new InputError(
    `queue ${shown}: does not answer within ${mostSeconds} s as such a server does; is another ` +
      `one there, ${withTls.test(address) ? "one without TLS, " : ""}or the network slow?`,
  );
}

/** Schemes of connections by TLS, and PostgreSQL's. */
const [withTls, isPostgres] = [/^(rediss|valkeys):/, /^postgres/];

/**
 * Aborts after so many seconds in which this process can have heard an answer: on a machine that
 * is very busy or slept, a second that comes late counts for one.
 */
function abortAfter(seconds: number, late: AbortController): NodeJS.Timeout {
  let left = seconds;
  return setInterval(() => {
    left -= 1;
    if (left <= 0) late.abort();
  }, 1000);
}

/** Why a server could not be opened, in a line. */
function openFault(error: unknown, address: string): InputError {
  const shown = shownAddress(address);
  if (error instanceof InputError) return error;
  const { code } = error as { readonly code?: string };
  const line = clean(lineOf(error), address);
  const said = `${code} ${line}`;
  if (otherProtocol.test(said)) {
    return new InputError(
      `queue ${shown}: what answers there is no such server; see the address and its port`,
    );
  }
  if (noDatabase.test(said)) {
    return new InputError(
      `queue ${shown}: has no such database (${line}); make it, or name another in the address`,
    );
  }
  if (noRight.test(said)) {
    return new InputError(
      `queue ${shown}: does not let the user do what a queue needs (${line}); allow ` +
        (isPostgres.test(address)
          ? "it to make the schema bullmq and to write there"
          : "it all commands on keys that begin with bull:"),
    );
  }
  if (noTrust.test(said)) {
    return new InputError(
      `queue ${shown}: its certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS may name a ` +
        "file of authorities",
    );
  }
  if (refusals.test(said)) {
    return new InputError(
      `queue ${shown}: refuses the user or the password (${line}); both belong in the address, ` +
        "which W2S_QUEUE may hold",
    );
  }
  if (code === noneLeft) {
    return new InputError(
      `queue ${shown}: has no connection left (${line}); raise its max_connections, or the role's`,
    );
  }
  const tls = code === "ECONNRESET" && /^(redis|valkey):/.test(address);
  return new InputError(
    `queue ${shown}: cannot be reached (${code ?? line}); is the server running, and the address ` +
      `right?${tls ? " Where it speaks TLS alone, that is rediss://" : ""}`,
  );
}

/** @throws InputError for an address that no backend serves; nothing is asked of the network */
export function assertQueueAddress(address: string): void {
  schemeOf(address);
}

/** How Redis, and PostgreSQL by its codes, say that they let nobody in who asks so. */
const refusals = /\b(WRONGPASS|NOAUTH|28P01|28000|SASL)\b/;

/** How they say that the user may not do what was asked: insufficient_privilege, read_only. */
const noRight = /\b(NOPERM|42501|25006)\b/;

/** How Node says that a certificate is not as it should be. */
const noTrust =
  /\b(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|CERT_\w+)\b|VERIFY|ALTNAME/;

/** How they say that the address names no database of theirs. */
const noDatabase = /\b3D000\b|DB index is out of range/;

/** How the client of Redis says that it does not understand the answer: a web server's, for one. */
const otherProtocol = /\bProtocol error, got\b/;

/** What is no reason to ask again. */
const answers = [refusals, noRight, noTrust, noDatabase, otherProtocol];

/** A server that just begins is asked again, for two seconds. */
async function patiently<T>(open: () => Promise<T>, late: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message?: string };
      const said = `${code} ${message}`;
      const isAnswer = answers.some((one) => one.test(said));
      if (tries === 5 || isAnswer || error instanceof InputError || late.aborted) throw error;
      await pause(500, late);
    }
  }
}

/** A message without what the address keeps secret. */
function clean(line: string, address: string): string {
  const { password, username, searchParams } = new URL(address);
  // The clients take a password among the options, too.
  const others = ["password", "pass"].flatMap((name) => searchParams.getAll(name));
  const without = [password, decodeURIComponent(password), ...others]
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "***"), line);
  if (username === "") return without;
  const name = username.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // It may be part of any word.
  return without.replaceAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, "g"), "***");
}
