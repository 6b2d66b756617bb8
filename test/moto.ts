// A bucket's server for tests: moto (pip install 'moto[server]'), as W2S_MOTO names it or PATH has
// it. Without one, tests that need it are skipped, and say so.

import { spawn, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { afterFile } from "./after-file.js";

const command = process.env.W2S_MOTO || "moto_server";

/** Whether the server is installed. */
export const hasMoto = spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
if (!hasMoto) console.info("tests in a bucket skipped: there is no moto_server (W2S_MOTO)");

/** Credentials of no account: the server asks for none in particular. */
export const credentials = {
  AWS_ACCESS_KEY_ID: "AKIAW2STESTKEY00TEST",
  AWS_SECRET_ACCESS_KEY: "w2s/test+secret/that+appears/nowhere0000",
};

/** A running server. */
export interface Moto {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly port: number;
  /** Makes a bucket. */
  bucket(name: string): Promise<void>;
  /** For so long it takes connections and answers nothing. */
  sleep(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server of this test file's own, empty; on a port where one was stopped, if given. */
export async function startMoto(given?: number): Promise<Moto> {
  const port = given ?? (await freePort());
  const server = spawn(command, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  afterFile(() => void server.kill("SIGKILL"));
  const endpoint = `http://127.0.0.1:${port}`;
  for (let left = 600; (await statusOf(endpoint)) === undefined; left--) {
    // Where it ended, its port is another's.
    if (left === 0 || server.exitCode !== null) throw new Error("moto_server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    endpoint,
    port,
    async bucket(name) {
      await fetch(`${endpoint}/${name}`, { method: "PUT" });
    },
    async sleep(ms) {
      server.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      server.kill("SIGCONT");
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await ended;
    },
  };
}

async function statusOf(endpoint: string): Promise<number | undefined> {
  return fetch(endpoint).then(
    ({ status }) => status,
    () => undefined,
  );
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.once("error", reject);
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => resolve(port));
    });
  });
}

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
