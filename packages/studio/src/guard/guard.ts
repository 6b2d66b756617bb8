// What every request passes first: who is asked, from which page, by whom, and how much is sent.

import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler, Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { hostNames, nameOf } from "./hosts.js";

/** What the guard holds requests against. */
export interface GuardOptions {
  /** The address that is listened on. */
  readonly host: string;
  /** What a request must show; undefined: nothing, on this machine alone. */
  readonly token?: string | undefined;
}

/** Bytes that a request may send. */
export const mostBytes = 4 * 2 ** 20;

const cookie = "w2s-studio";

/** In the order in which a request passes them. */
export function guard({ host, token }: GuardOptions): readonly MiddlewareHandler[] {
  return [
    headers,
    knownHost(hostNames(host)),
    ownOrigin,
    ...(token === undefined ? [] : [knownToken(token)]),
    bodyLimit({
      maxSize: mostBytes,
      onError: (c) => {
        // The rest of the body is not read.
        c.header("connection", "close");
        return refused(c, 413, `a request may send at most ${mostBytes} bytes`);
      },
    }),
  ];
}

/** Scripts, pictures and connections of our own alone; nobody frames the page. */
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // The report's tables and figures carry their rules with them.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  strictTransportSecurity: false,
});

function knownHost(names: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const name = nameOf(c.req.header("host") ?? new URL(c.req.url).host);
    if (names.some((one) => one.toLowerCase() === name)) return next();
    return refused(c, 403, `this studio is not called "${name}"; open ${names[0]}`);
  };
}

/** A request that a page of another origin made is not answered; one without a page is. */
async function ownOrigin(c: Context, next: Next): Promise<Response | undefined> {
  const origin = c.req.header("origin");
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  const isOwn = origin === undefined || origin === `http://${host}`;
  const isFollowedLink = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
  const site = c.req.header("sec-fetch-site") ?? "none";
  const isSameSite = ["none", "same-origin"].includes(site) || isFollowedLink;
  if (!isOwn || !isSameSite) return refused(c, 403, "asked by a page of another origin");
  await next();
  return undefined;
}

/**
 * The token comes once in the address, which is then left; after that in a cookie, or in a
 * program's header.
 */
function knownToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    const said = c.req.query("token");
    if (said !== undefined && c.req.method === "GET" && isSame(said, token)) {
      setCookie(c, cookie, token, { httpOnly: true, sameSite: "Strict", path: "/" });
      const url = new URL(c.req.url);
      url.searchParams.delete("token");
      return c.redirect(`${url.pathname}${url.search}`);
    }
    const [, bearer] = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    if (isSame(bearer ?? getCookie(c, cookie) ?? "", token)) return next();
    return refused(c, 401, "open the address that w2s studio printed, with its token");
  };
}

/** In a time that says nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function refused(c: Context, status: 401 | 403 | 413, error: string): Response {
  return c.json({ error }, status);
}
