// A server between us and a bucket that refuses requests, or breaks connections off.

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server between us and the bucket does with a request: refuses, or breaks off. */
export interface Fault {
  readonly status?: number;
  /** S3's word for it. */
  readonly code?: string;
  /** An answer's body in place of an error's. */
  readonly body?: string;
  /** Hands the request on, and breaks the connection off in place of an answer. */
  readonly isLost?: boolean;
  /** Breaks the connection off after so many bytes of the answer's body. */
  readonly breakAfter?: number;
}

/** A server that asks `fault` about every request and hands the others to `target`. */
export async function faultyServer(
  target: string | undefined,
  fault: (method: string, path: string) => Fault | undefined,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    const found = fault(incoming.method!, incoming.url!);
    if (found?.status !== undefined) refuse(incoming, answer, found);
    else if (target !== undefined) hand(incoming, answer, target, found ?? {});
    else answer.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(incoming: IncomingMessage, answer: ServerResponse, fault: Fault): void {
  const { status, code, body = `<Error><Code>${code}</Code><Message>no</Message></Error>` } = fault;
  incoming.resume();
  incoming.on("end", () => {
    answer.writeHead(status!, { "content-type": "application/xml" });
    answer.end(`<?xml version="1.0"?>${body}`);
  });
}

function hand(
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: string,
  { breakAfter, isLost = false }: Fault,
): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url!, target), { method, headers }, (reply) => {
    if (isLost) return void reply.resume().on("end", () => answer.destroy());
    answer.writeHead(reply.statusCode!, reply.headers);
    if (breakAfter === undefined) return void reply.pipe(answer);
    let left = breakAfter;
    reply.on("data", (piece: Buffer) => {
      answer.write(piece.subarray(0, left), () => {
        if (left <= 0) answer.destroy();
      });
      left -= piece.length;
    });
  });
  onward.on("error", () => answer.destroy());
  incoming.pipe(onward);
}
