// A small server that speaks the hub's protocol on this machine, as Python's huggingface_hub
// understands it: listings, hashes ahead of a redirect, content from another address, ranges; and
// its faults on demand.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** The commit of a data set's conversion to Parquet. */
export const CONVERTED = "89abcdef0123456789abcdef0123456789abcdef";

/** What a request's answer may be made to do. */
export interface Faults {
  /** Content connections that break, each after so many bytes of what it would have sent. */
  cutAfter: number[];
  /** Content connections that fall silent, each after so many bytes. */
  hangAfter: number[];
  /** Large files arrive with their last byte changed, so many times. */
  corrupt: number;
  /** Answer every request for this model so. */
  refuse: { status: number; code?: string } | null;
  /** Ranges are ignored: the whole file comes with 200. */
  ignoreRanges: boolean;
  /** So many requests are answered 503 first. */
  busy: number;
  /** So many listings break off after their first ten bytes. */
  cutListing: number;
  /** Content connections announce no length and go on for so many bytes after the file's end. */
  tail: number;
  /** Where large files are said to be, in place of the storage. */
  location: string | null;
}

export interface LoggedRequest {
  readonly host: "hub" | "storage";
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface TestHub {
  readonly endpoint: string;
  readonly faults: Faults;
  readonly requests: LoggedRequest[];
  /**
   * Files of the one model, or data set, "org/tiny"; names that end in .safetensors, .gguf or
   * .parquet are large (redirected, SHA-256).
   */
  readonly files: Map<string, Uint8Array>;
  close(): Promise<void>;
}

type Files = Readonly<Record<string, Uint8Array | string>>;

const contentOf = (files: Files): Map<string, Uint8Array> =>
  new Map(
    Object.entries(files).map(([name, data]) => [
      name,
      typeof data === "string" ? Buffer.from(data) : data,
    ]),
  );

/** @param converted the files of refs/convert/parquet, where there is such a revision */
export async function startHub(files: Files, converted?: Files): Promise<TestHub> {
  const content = contentOf(files);
  const parquet = contentOf(converted ?? {});
  const fileOf = (name: string) => content.get(name) ?? parquet.get(name);
  const faults: Faults = {
    cutAfter: [],
    hangAfter: [],
    corrupt: 0,
    refuse: null,
    ignoreRanges: false,
    busy: 0,
    cutListing: 0,
    tail: 0,
    location: null,
  };
  const requests: LoggedRequest[] = [];
  const log = (host: "hub" | "storage", { method = "", url = "", headers }: IncomingMessage) =>
    requests.push({
      host,
      method,
      path: url,
      range: headers.range,
      authorization: headers.authorization,
    });

  const storage = await listen((request, response) => {
    log("storage", request);
    const name = decodeURIComponent(request.url?.slice(1) ?? "");
    send(request, response, fileOf(name) ?? new Uint8Array(0), faults, true);
  });
  const hub = await listen((request, response) => {
    log("hub", request);
    if (faults.busy > 0) {
      faults.busy--;
      response.writeHead(503).end();
    } else if (faults.refuse) {
      const { status, code } = faults.refuse;
      response.writeHead(status, code ? { "x-error-code": code } : {}).end();
    } else answer(request, response);
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "";
    const asked = /^\/api\/(?:models|datasets)\/org\/tiny\/revision\/(.+)$/.exec(url)?.[1] ?? "";
    const isConverted = converted && decodeURIComponent(asked) === "refs/convert/parquet";
    if (asked === "main" || asked === COMMIT || isConverted) {
      const listed = isConverted ? parquet : content;
      const siblings = [...listed.keys()].map((rfilename) => ({ rfilename }));
      const sha = isConverted ? CONVERTED : COMMIT;
      const listing = JSON.stringify({ id: "org/tiny", sha, siblings });
      if (faults.cutListing-- > 0) {
        response.setHeader("content-length", listing.length);
        response.write(listing.slice(0, 10), () => setTimeout(() => response.destroy(), 50));
      } else response.end(listing);
      return;
    }
    const name = decodeURIComponent(
      new RegExp(`^(?:/datasets)?/org/tiny/resolve/(?:main|${COMMIT}|${CONVERTED})/(.+)$`).exec(
        url,
      )?.[1] ?? "",
    );
    const data = fileOf(name);
    response.setHeader("x-repo-commit", COMMIT);
    if (!data) {
      const code = /^\/api\/(models|datasets)\/org\/tiny\//.test(url)
        ? "RevisionNotFound"
        : "RepoNotFound";
      response.writeHead(404, { "x-error-code": code }).end();
    } else if (/\.(safetensors|gguf|parquet)$/.test(name)) {
      const location = `${storage.address}/${encodeURIComponent(name)}`;
      const sha256 = createHash("sha256").update(data).digest("hex");
      if (faults.location !== null) {
        response.writeHead(302, { location: faults.location }).end();
        return;
      }
      const linked = { "x-linked-etag": `"${sha256}"`, "x-linked-size": String(data.length) };
      response.writeHead(302, { location, ...linked }).end();
    } else {
      const sha1 = createHash("sha1").update(`blob ${data.length}\0`).update(data).digest("hex");
      response.setHeader("etag", `W/"${sha1}"`);
      send(request, response, data, faults, false);
    }
  }

  return {
    endpoint: hub.address,
    faults,
    requests,
    files: content,
    close: async () => {
      const closing = [hub, storage].map(({ server }) => new Promise((done) => server.close(done)));
      for (const { server } of [hub, storage]) server.closeAllConnections();
      await Promise.all(closing);
    },
  };
}

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; address: string }> {
  const server = createServer({ keepAlive: false }, handler);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  data: Uint8Array,
  faults: Faults,
  isLarge: boolean,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const isPartial = start > 0 && !faults.ignoreRanges;
  if (isPartial && start >= data.length) {
    response.writeHead(416).end();
    return;
  }
  const part = Uint8Array.from(data.subarray(isPartial ? start : 0));
  const headers: Record<string, string> = {
    ...(isLarge && faults.tail > 0 ? {} : { "content-length": String(part.length) }),
    connection: "close",
  };
  if (isPartial) headers["content-range"] = `bytes ${start}-${data.length - 1}/${data.length}`;
  response.writeHead(isPartial ? 206 : 200, headers);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  if (isLarge && faults.tail > 0 && request.method === "GET") {
    response.end(Buffer.concat([part, new Uint8Array(faults.tail)]));
    return;
  }
  if (isLarge && faults.corrupt > 0) {
    faults.corrupt--;
    part[part.length - 1]! ^= 0xff;
  }
  const hang = isLarge ? faults.hangAfter.shift() : undefined;
  if (hang !== undefined) {
    response.write(part.subarray(0, hang));
    return;
  }
  const cut = isLarge ? faults.cutAfter.shift() : undefined;
  if (cut === undefined) response.end(part);
  else response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 300));
}
