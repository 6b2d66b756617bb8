// What answers at an address of Redis or Valkey, seen before a queue is laid on it: whether it lets
// us in, what it is, and whether a queue can be written there.

import { InputError } from "@w2s/base";
import { pause } from "../pause.js";
import { assertClock } from "./clock.js";

/** What the look asks. */
export interface Asked {
  auth(password: string): Promise<unknown>;
  auth(user: string, password: string): Promise<unknown>;
  eval(script: string, keys: number, key: string): Promise<unknown>;
  info(): Promise<string>;
  select(database: number): Promise<unknown>;
  /** Seconds since 1970, and microseconds. */
  time(): Promise<readonly number[]>;
}

/** What was seen. */
export interface Seen {
  /** The address as clients are to take it: without a password that the server does not want. */
  readonly address: string;
  /** What whoever opens the server should know, each a line. */
  readonly advice: readonly string[];
}

/** How servers say that nobody has to give a password. */
const noPassword = /without any password configured|no password is set/;

/**
 * The address by which a client connects and says nothing: no user, password or database, with
 * which it would go on where they fail.
 */
export function bareAddress(address: string): string {
  const bare = new URL(withoutPassword(address));
  bare.pathname = "";
  return String(bare);
}

function withoutPassword(address: string): string {
  const without = new URL(address);
  [without.username, without.password] = ["", ""];
  return String(without);
}

/**
 * @param client connected by its `bareAddress`
 * @throws InputError for a server that takes no queue, or whose clock is another; else what the
 * server said
 */
export async function look(client: Asked, address: string, shown: string): Promise<Seen> {
  const wantsPassword = await letIn(client, new URL(address));
  const facts = await factsOf(client);
  assertKind(facts, shown);
  await client.select(Number(new URL(address).pathname.slice(1)));
  // What it lets the user do, it says when it is done.
  await client.eval("return redis.call('DEL', KEYS[1])", 1, "bull:w2s-look");
  await assertClock(shown, () => timeOf(client));
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  return {
    address: wantsPassword ? address : withoutPassword(address),
    advice: [
      ...(wantsPassword
        ? []
        : [`queue ${shown}: asks for no password; the one in its address is not used`]),
      ...(policy === "noeviction"
        ? []
        : [
            `queue ${shown}: drops keys where its memory is full (maxmemory-policy ${policy}), ` +
              "and a queue must lose none; set noeviction",
          ]),
    ],
  };
}

/** @returns whether the server wanted what the address has */
async function letIn(client: Asked, { username, password }: URL): Promise<boolean> {
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  if (secret === "") return true;
  try {
    await (user === "" ? client.auth(secret) : client.auth(user, secret));
    return true;
  } catch (error) {
    if (noPassword.test((error as Error).message)) return false;
    throw error;
  }
}

/** What it tells of itself, once it has read what it keeps. */
async function factsOf(client: Asked): Promise<ReadonlyMap<string, string>> {
  while (true) {
    const lines = (await client.info()).split(/\r?\n/).map((line) => line.split(":", 2));
    const facts = new Map(lines.flatMap(([name, said]) => (said ? [[name!, said]] : [])));
    if (facts.get("loading") !== "1") return facts;
    await pause(200);
  }
}

function assertKind(facts: ReadonlyMap<string, string>, shown: string): void {
  const mode = facts.get("redis_mode") ?? facts.get("server_mode") ?? "standalone";
  if (mode !== "standalone") {
    throw new InputError(
      `queue ${shown}: must be a server that stands alone, got one that runs as ${mode}`,
    );
  }
  if (facts.get("role") === "slave" && facts.get("slave_read_only") !== "0") {
    const primary = [facts.get("master_host"), facts.get("master_port")].join(":");
    throw new InputError(
      `queue ${shown}: is a replica, which takes no writes; name its primary, ${primary} as it ` +
        "sees it",
    );
  }
}

async function timeOf(client: Asked): Promise<number> {
  const [seconds, microseconds] = await client.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
