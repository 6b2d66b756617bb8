// The few requests of the hub's protocol that are needed, and its refusals in words.

import { checkJson, InputError } from "@w2s/base";
import { z } from "zod";
import type { HubSettings } from "./settings.js";

/** What the hub holds: a model, or a data set, by its name. */
export interface Repo {
  readonly kind: "model" | "dataset";
  /** "org/name", or "name" alone. */
  readonly id: string;
}

/** What messages call it. */
export const called = ({ kind, id }: Repo): string =>
  `${kind === "model" ? "model" : "data set"} "${id}"`;

/** A revision on the hub. */
export interface RemoteRevision {
  readonly commit: string;
  readonly files: readonly string[];
}

/** A file of a revision, before its content is asked for. */
export interface RemoteFile {
  readonly url: string;
  /** SHA-256 for large files, git's SHA-1 for small ones. */
  readonly etag: string;
  /** Bytes; null when the server does not say. */
  readonly size: number | null;
}

/**
 * No answer came: the one refusal that another attempt may change. Its cause is what fetch threw.
 */
export class UnreachableHub extends InputError {}

const MAX_REDIRECTS = 5;
const ANSWER_TIMEOUT_MS = 30_000;
/** The listing of a model of ten thousand files takes about 1 MB. */
const MAX_LISTING_BYTES = 2 ** 26;
const BUSY_RETRIES = 2;
const BUSY_DELAY_MS = 250;

const revisionSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/, "expected a commit"),
  siblings: z.array(z.object({ rfilename: z.string() })),
});

/**
 * Looks a model or a data set up. @throws InputError when there is none, it may not be read, or the
 * hub cannot be reached.
 */
export async function remoteRevision(
  settings: HubSettings,
  repo: Repo,
  revision: string,
): Promise<RemoteRevision> {
  const place = `api/${repo.kind}s/${repo.id}/revision/${encodeURIComponent(revision)}`;
  const url = `${settings.endpoint}/${place}`;
  const response = await request(settings, repo, url, "GET");
  if (!response.ok) throw refusal(settings, repo, revision, null, response);
  const { sha, siblings } = checkJson(url, await textOf(repo, url, response), revisionSchema);
  return { commit: sha, files: siblings.map(({ rfilename }) => rfilename) };
}

/**
 * Asks for a file's hash and size. The hub gives them before it redirects to where large files are
 * stored.
 */
export async function remoteFile(
  settings: HubSettings,
  repo: Repo,
  commit: string,
  file: string,
): Promise<RemoteFile> {
  const { id } = repo;
  const path = file.split("/").map(encodeURIComponent).join("/");
  let url = `${pageOf(settings, repo)}/resolve/${commit}/${path}`;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await request(settings, repo, url, "HEAD");
    const location = response.headers.get("location");
    const etag = response.headers.get("x-linked-etag") ?? response.headers.get("etag");
    const isMoved = response.status >= 300 && response.status < 400 && location !== null;
    if (!response.ok && !isMoved) throw refusal(settings, repo, commit, file, response);
    if (etag !== null) {
      const size =
        response.headers.get("x-linked-size") ??
        (isMoved ? null : response.headers.get("content-length"));
      return {
        url,
        etag: etag.replace(/^W\//, "").replaceAll('"', ""),
        size: size !== null && /^\d+$/.test(size) ? Number(size) : null,
      };
    }
    if (!isMoved) {
      throw new InputError(
        `${id}/${file}: ${new URL(url).host} gives no hash for this file; check HF_ENDPOINT`,
      );
    }
    url = redirected(`${id}/${file}`, url, location);
  }
  throw new InputError(
    `${id}/${file}: redirected more than ${MAX_REDIRECTS} times; check HF_ENDPOINT`,
  );
}

/** The address of a repository's page. */
function pageOf({ endpoint }: HubSettings, { kind, id }: Repo): string {
  return kind === "model" ? `${endpoint}/${id}` : `${endpoint}/datasets/${id}`;
}

/** Where an answer sends us. What it said may be signed, so messages name hosts only. */
function redirected(name: string, from: string, location: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href;
  throw new InputError(
    `${name}: ${new URL(from).host} redirects to what is no http(s) address; check HF_ENDPOINT`,
  );
}

/** A listing's text. @throws UnreachableHub when it breaks off; InputError when it has no end. */
async function textOf(repo: Repo, url: string, response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const read = async () => {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_LISTING_BYTES) return response;
    }
    return response;
  };
  await reach(called(repo), url, read);
  if (size <= MAX_LISTING_BYTES) return Buffer.concat(chunks).toString("utf8");
  throw new InputError(
    `${called(repo)}: ${new URL(url).host} answers with more than ${MAX_LISTING_BYTES} bytes; ` +
      "check HF_ENDPOINT",
  );
}

/**
 * Opens a file's content, from byte `start` on, following redirects. fetch drops the token when
 * another host is reached.
 * @throws UnreachableHub when no answer comes.
 */
export function openContent(
  settings: HubSettings,
  name: string,
  url: string,
  start: number,
  signal: AbortSignal,
): Promise<Response> {
  const range: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
  return reach(name, url, () =>
    fetch(url, { headers: { ...headersFor(settings, url), ...range }, signal }),
  );
}

/** A refused request as one line: what, why, and what to do. */
export function refusal(
  settings: HubSettings,
  repo: Repo,
  revision: string,
  file: string | null,
  response: Response,
): InputError {
  const { status } = response;
  const subject = called(repo);
  const code = response.headers.get("x-error-code") ?? "";
  if (status === 404 && code === "RevisionNotFound") {
    return new InputError(`${subject}: no revision "${revision}" at ${settings.endpoint}`);
  }
  if (status === 404) {
    const what = file === null ? subject : `file "${file}" in ${subject}`;
    return new InputError(`${what}: not found at ${settings.endpoint}`);
  }
  if (code === "GatedRepo" || status === 403) {
    return new InputError(
      `${subject}: access is not granted (${status}); accept its terms at ` +
        `${pageOf(settings, repo)} and set HF_TOKEN`,
    );
  }
  if (status === 401) {
    const hint =
      settings.token === null ? "if it is private, set HF_TOKEN" : "HF_TOKEN was not accepted";
    return new InputError(
      `${subject}: not found, or not public, at ${settings.endpoint} (401); check the name; ` +
        `${hint}`,
    );
  }
  return new InputError(`${subject}: ${settings.endpoint} answered ${status}; try again later`);
}

/**
 * One request, sent again when the server is busy or drops the connection. A HEAD is not
 * redirected.
 */
async function request(
  settings: HubSettings,
  repo: Repo,
  url: string,
  method: "GET" | "HEAD",
): Promise<Response> {
  const redirect = method === "HEAD" ? "manual" : "follow";
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt === BUSY_RETRIES;
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const headers = headersFor(settings, url);
    const response = await reach(called(repo), url, () =>
      fetch(url, { method, headers, redirect, signal }),
    ).catch((error: UnreachableHub) => {
      if (isLast || !DROPPED.has(reasonOf(error.cause))) throw error;
      return null;
    });
    if (response && (isLast || !isBusy(response))) return response;
    await response?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY_MS * 2 ** attempt));
  }
}

/** A connection kept from an earlier request may have been closed by the other side. */
const DROPPED = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

function isBusy({ status }: Response): boolean {
  return status === 429 || status >= 500;
}

/** The token goes to the hub itself and nowhere else. */
function headersFor(settings: HubSettings, url: string): Record<string, string> {
  const isHub = new URL(url).origin === new URL(settings.endpoint).origin;
  return {
    "user-agent": "w2s",
    // Sizes and ranges are those of the file itself.
    "accept-encoding": "identity",
    ...(isHub && settings.token !== null ? { authorization: `Bearer ${settings.token}` } : {}),
  };
}

async function reach(
  subject: string,
  url: string,
  send: () => Promise<Response>,
): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    throw new UnreachableHub(
      `${subject}: not on this machine, and ${new URL(url).host} cannot be reached ` +
        `(${reasonOf(cause)}); ` +
        "check the name, the network and HF_ENDPOINT",
      { cause },
    );
  }
}

/** The code of a network failure: fetch hides it in the cause. */
export function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error;
  const code =
    (cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error | undefined)?.message;
  return code ?? (name === "TimeoutError" ? "no answer in time" : message);
}
