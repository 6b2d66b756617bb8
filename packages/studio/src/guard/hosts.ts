// By which names the studio may be asked for. A page of somebody else's that lets its own name
// point at this machine is told from us by the Host header alone.

import { hostname, networkInterfaces } from "node:os";

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/** Whether nobody but this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return loopback.includes(bracketed(host));
}

/** The names, as a Host header has them, of a server that listens on `host`. */
export function hostNames(host: string): readonly string[] {
  if (isLoopback(host)) return loopback;
  if (!["0.0.0.0", "::"].includes(host)) return [...loopback, bracketed(host)];
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all);
  return [...loopback, hostname(), ...addresses.map(({ address }) => bracketed(address))];
}

/** A host as addresses spell it: IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** The name in a Host header, without its port. */
export function nameOf(header: string): string {
  return header.replace(/:\d+$/, "").toLowerCase();
}
