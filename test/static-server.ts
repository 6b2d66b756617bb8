// Serves a folder as GitHub Pages does: files as they are, text and code packed where the browser
// takes it.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".gz": "application/gzip",
};

/** A folder that is being served. */
export interface Served {
  /** Of the folder, with a slash at its end. */
  readonly address: string;
  /** Bytes of all bodies that were sent so far. */
  sent(): number;
  close(): Promise<void>;
}

/** Serves a folder on this machine alone; `headers` go with every answer. */
export async function serveFolder(
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Served> {
  let sent = 0;
  const answer = (response: ServerResponse, path: string) => {
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (path.includes("..") || !existsSync(file) || !statSync(file).isFile())
      return response.writeHead(404).end();
    const bytes = readFileSync(file);
    const type = types[extname(file)] ?? "application/octet-stream";
    const isPacked = /^(text|image\/svg|application\/json)/.test(type);
    const body = isPacked ? gzipSync(bytes) : bytes;
    sent += body.length;
    const encoding = isPacked ? { "content-encoding": "gzip" } : {};
    return response.writeHead(200, { "content-type": type, ...encoding, ...headers }).end(body);
  };
  const server = createServer((request, response) => {
    answer(response, new URL(request.url ?? "/", "http://served").pathname);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
