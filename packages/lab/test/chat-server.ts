// A small server that speaks the OpenAI-compatible chat protocol, for tests: on loopback, with
// answers and faults of a test's own.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** A request as it came. */
export interface ChatRequest {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly [field: string]: unknown;
  };
  /** How many came before it. */
  readonly before: number;
}

/** What a server does with a request: an answer, or its faults. */
export type Reply =
  | { readonly text: string; readonly alternatives?: Readonly<Record<string, number>> }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly fault: "cut" | "hang" | "reset" };

export interface ChatServer {
  readonly url: string;
  readonly requests: ChatRequest[];
  /** The most requests that were under way at a time. */
  readonly mostAtOnce: () => number;
}

/** Starts a server; it is gone when the test file is through. */
export async function chatServer(
  reply: (request: ChatRequest) => Reply | Promise<Reply>,
): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  let [now, most] = [0, 0];
  const server = createServer(async (incoming, response) => {
    now += 1;
    most = Math.max(most, now);
    response.on("close", () => {
      now -= 1;
    });
    const text = await textOf(incoming);
    if (text === undefined) return;
    const request = {
      path: incoming.url ?? "",
      key: incoming.headers.authorization,
      body: JSON.parse(text),
      before: requests.length,
    };
    requests.push(request);
    send(response, request, await reply(request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, requests, mostAtOnce: () => most };
}

/** What the user asked last. */
export const questionIn = ({ body }: ChatRequest): string => body.messages.at(-1)!.content;

/** A request's body; undefined where who asked went away before it was all there. */
async function textOf(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, request: ChatRequest, reply: Reply): void {
  if ("fault" in reply) {
    if (reply.fault === "reset") response.destroy();
    if (reply.fault !== "cut") return;
    const body = completion(request, { text: "A" });
    response.writeHead(200, { "content-length": body.length });
    response.write(body.slice(0, body.length / 2));
    setTimeout(() => response.destroy(), 20);
    return;
  }
  if ("status" in reply) {
    response.writeHead(reply.status, { ...reply.headers });
    response.end(reply.body ?? "");
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(completion(request, reply));
}

/** The body of an answer, with probabilities of tokens in its first place where they are asked. */
function completion(
  { body }: ChatRequest,
  { text, alternatives }: { text: string; alternatives?: Readonly<Record<string, number>> },
): string {
  const listed = Object.entries(alternatives ?? {}).map(([token, probability]) => ({
    token,
    logprob: Math.log(probability),
    bytes: null,
  }));
  const logprobs = body.logprobs === true &&
    listed.length > 0 && {
      content: [{ ...listed[0]!, top_logprobs: listed.slice(0, Number(body.top_logprobs)) }],
    };
  const words = body.messages.reduce((sum, one) => sum + one.content.split(/\s+/).length, 0);
  return JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text },
        finish_reason: "stop",
        ...(logprobs && { logprobs }),
      },
    ],
    usage: { prompt_tokens: words, completion_tokens: 1, total_tokens: words + 1 },
  });
}
