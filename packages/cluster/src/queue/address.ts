// A queue's address: whether it can be read, and what of it may be shown. It may hold a password
// anywhere, above all where it is slightly wrong: what is shown is what surely is none.

import { InputError } from "@w2s/base";

/** What an address may begin with, in small letters. */
const schemes = ["redis:", "rediss:", "valkey:", "valkeys:", "postgres:", "postgresql:"] as const;

/** Who serves an address: "redis:" and others. */
export type Scheme = (typeof schemes)[number];

/** Hosts, with their port: names, numbers, IPv6. */
const hosts = /^([\w.-]+|\[[0-9a-f:.]+\])(:\d+)?$/i;

/** Databases as they are mostly named. */
const databases = /^[\w./~-]*$/;

/**
 * The address without user, password and options; of one that is not as it should be only what it
 * begins with, "redis://***".
 */
export function shownAddress(address: string): string {
  const [begin = "", name = ""] = /^([a-z]+:)\/*/i.exec(address) ?? [];
  const isKnown = schemeNamed(name) !== undefined;
  // An unknown first word may be a user.
  const hidden = isKnown ? `${begin}***` : "***";
  if (!/^[a-z]+:\/\/[^/]/i.test(address) || isAtMisplaced(address)) return hidden;
  try {
    const { protocol, host, pathname } = new URL(address);
    if (!hosts.test(host)) return hidden;
    return `${protocol}//${host}${databases.test(pathname) ? pathname : "/***"}`;
  } catch {
    return hidden;
  }
}

/**
 * What the address begins with.
 * @throws InputError for an address that no backend serves, or that cannot be read as one
 */
export function schemeOf(address: string): Scheme {
  const scheme = schemeNamed(/^[a-z]+:(?=\/\/)/i.exec(address)?.[0] ?? "");
  if (scheme === undefined) {
    const shown = shownAddress(address);
    throw new InputError(
      "--queue: must be redis://HOST:PORT, rediss://, valkey:// or postgres://HOST/DATABASE, got " +
        (shown.includes("***") ? "another form, not shown as it may hold a password" : shown),
    );
  }
  assertReadable(address, scheme);
  return scheme;
}

/** With its first word in small letters, as clients want it. */
export function inSmallLetters(address: string): string {
  return address.replace(/^[a-z]+:/i, (word) => word.toLowerCase());
}

function schemeNamed(name: string): Scheme | undefined {
  return schemes.find((one) => one === name.toLowerCase());
}

/** Whether an @ stands where it ends no user and password: one of them holds a sign as it is. */
function isAtMisplaced(address: string): boolean {
  return /[/?#].*@/s.test(address.replace(/^[a-z]+:\/\//i, ""));
}

/** @throws InputError for an address whose parts were not written as addresses have them */
function assertReadable(address: string, scheme: Scheme): void {
  const shown = shownAddress(address);
  const port = portOf(address);
  if (port !== undefined && !isAtMisplaced(address) && !isPort(port)) {
    throw new InputError(`--queue: ${shown}: its port must be a number from 1 to 65535`);
  }
  try {
    const { username, password, pathname } = new URL(address);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    if (isAtMisplaced(address)) throw new Error("an @ that ends no user");
    if (/^(redis|valkey)/.test(scheme) && !/^\/?\d*$/.test(pathname)) {
      throw new InputError(`--queue: ${shown}: a database of Redis must be a number, as in /1`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    // Without a cause: the error of URL holds the address.
    throw new InputError(
      `--queue: ${shown} cannot be read as an address; USER:PASSWORD@HOST:PORT stands after two ` +
        "slashes, and in USER and PASSWORD % is written as %25, / as %2F, # as %23, ? as %3F, " +
        "@ as %40",
    );
  }
}

/** What stands after the host's colon; undefined: nothing does. */
function portOf(address: string): string | undefined {
  const [, rest = ""] = /^[a-z]+:\/\/([^/?#]*)/i.exec(address) ?? [];
  const place = rest.slice(rest.lastIndexOf("@") + 1);
  return /^(?:\[[^\]]*\]|[^:[\]]*):(.+)$/.exec(place)?.[1];
}

const isPort = (text: string): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
