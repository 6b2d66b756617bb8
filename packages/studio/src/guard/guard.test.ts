// What the studio refuses, by requests that are sent to it.

import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { type ServedStudio, serveStudio } from "../serve.js";

const folder = scratchFolder("guard");
const token = "a-token-of-sixteen-and-more";
let open: ServedStudio;
let asking: ServedStudio;

beforeAll(async () => {
  for (const name of ["open", "asking"]) mkdirSync(join(folder, name));
  open = await serveStudio({ folder: join(folder, "open"), port: 0 });
  asking = await serveStudio({ folder: join(folder, "asking"), port: 0, token });
});
afterAll(async () => {
  await open?.close();
  await asking?.close();
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** A request as it is written, path and Host header included: fetch would mend both. */
function ask(
  { address }: ServedStudio,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body?: Buffer,
): Promise<Answer> {
  const { port } = new URL(address);
  return new Promise((done, fail) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

describe("the studio's guard", () => {
  it("serves the page with a policy that lets no script but its own run", async () => {
    const { status, headers, text } = await ask(open, "/runs");
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["content-security-policy"]).toContain("script-src 'self';");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it.each(["evil.example", "127.0.0.1.evil.example:80", "[::2]:80"])(
    "does not answer to the name %j",
    async (host) => {
      const { status, text } = await ask(open, "/api/runs", { host });
      expect([status, JSON.parse(text).error]).toEqual([
        403,
        expect.stringContaining("not called"),
      ]);
    },
  );

  it.each(["localhost", "127.0.0.1:80", "[::1]:4747"])("answers to %s", async (host) => {
    expect((await ask(open, "/", { host })).status).toBe(200);
  });

  it("answers no page of another origin, and follows links from one", async () => {
    const from = (headers: Record<string, string>) => ask(open, "/", headers);
    const { host } = new URL(open.address);
    expect((await from({ origin: "http://evil.example" })).status).toBe(403);
    expect((await from({ origin: "null" })).status).toBe(403);
    expect((await from({ origin: `https://${host}` })).status).toBe(403);
    expect((await from({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await from({ host, origin: `http://${host}` })).status).toBe(200);
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await from(link)).status).toBe(200);
    expect((await ask(open, "/", link, "POST")).status).toBe(403);
  });

  it.each([
    "/assets/../../../package.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/..%2f..%2fpackage.json",
    "/assets/..%5c..%5cpackage.json",
    "/assets/%252e%252e/package.json",
  ])("has nothing at %s", async (path) => {
    const { text } = await ask(open, path);
    expect(text).not.toContain("@w2s/studio");
  });

  it("refuses 100 MB before they are read", async () => {
    const size = String(100e6);
    const answer = await new Promise<Answer>((done, fail) => {
      const { port } = new URL(open.address);
      const headers = { "content-length": size };
      const options = { host: "127.0.0.1", port, path: "/api/label", method: "POST", headers };
      const sent = request(options, (response) => {
        response.resume();
        done({ status: response.statusCode ?? 0, headers: response.headers, text: "" });
        sent.destroy();
      });
      sent.on("error", fail);
      sent.write("x"); // And no more: nobody waits for the rest.
    });
    expect([answer.status, answer.headers.connection]).toEqual([413, "close"]);
  });

  it("refuses a body that does not say how long it is, once it is too long", async () => {
    const body = Buffer.alloc(6e6, 32);
    const chunked = { "transfer-encoding": "chunked" };
    const answer = await ask(open, "/api/label", chunked, "POST", body).catch(() => undefined);
    // The connection may be gone before the answer is read.
    if (answer !== undefined) expect(answer.status).not.toBe(200);
    expect((await ask(open, "/")).status).toBe(200);
  });

  it("asks for its token, once in the address, then in a cookie or a header", async () => {
    expect(asking.address).toContain(`?token=${token}`);
    expect((await ask(asking, "/")).status).toBe(401);
    expect((await ask(asking, "/?token=wrong")).status).toBe(401);
    expect((await ask(asking, "/", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await ask(asking, "/", { authorization: `Bearer ${token}` })).status).toBe(200);
    const { status, headers } = await ask(asking, `/runs?token=${token}&a=1`);
    expect([status, headers.location]).toEqual([302, "/runs?a=1"]);
    const [set] = headers["set-cookie"] ?? [];
    expect(set).toContain("HttpOnly; SameSite=Strict");
    expect((await ask(asking, "/", { cookie: set!.split(";")[0]! })).status).toBe(200);
  });
});
