// A process, of Python or Node, that does the peer's work: one JSON line in, one JSON line out. It
// times the work alone, so that neither its start nor its imports count.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { BenchError } from "../bench-error.js";
import { machine } from "./machine.js";

/**
 * Where PyTorch keeps what it compiled: by processor, since code for another one ends the process.
 */
const compiledFor = (processor: string): string =>
  join(tmpdir(), `w2s-inductor-${processor.replaceAll(/[^\w-]+/g, "-")}`);

export type Versions = Readonly<Record<string, string>>;

/** What every answer carries besides its own fields. */
interface Answer {
  readonly error?: string;
  /** CPU seconds of the process so far. */
  readonly cpu: number;
}

export class Peer {
  /** CPU seconds it has used, start and imports included. */
  cpu = 0;
  private complaint = "";
  private readonly answers: AsyncIterator<string>;

  private constructor(
    /** Of its script, for messages. */
    private readonly name: string,
    private readonly process: ChildProcessByStdio<Writable, Readable, Readable>,
    readonly versions: Versions,
  ) {
    this.answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    process.stderr.on("data", (chunk) => {
      this.complaint = (this.complaint + chunk).slice(-2000);
    });
  }

  /** Starts `peers/NAME.py` and waits until it has loaded its data. @throws BenchError */
  static start(python: string, name: string, setup: object): Promise<Peer> {
    return Peer.spawned(python, ["-B"], `${name}.py`, setup);
  }

  /** Starts `peers/NAME.mjs` in a Node process of its own. @throws BenchError */
  static startNode(name: string, setup: object): Promise<Peer> {
    return Peer.spawned(process.execPath, [], `${name}.mjs`, setup);
  }

  private static async spawned(
    program: string,
    flags: readonly string[],
    name: string,
    setup: object,
  ): Promise<Peer> {
    const script = fileURLToPath(new URL(`../../peers/${name}`, import.meta.url));
    const process = spawn(program, [...flags, script, JSON.stringify(setup)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { TORCHINDUCTOR_CACHE_DIR: compiledFor(machine()), ...env },
    });
    process.stdin.on("error", () => {}); // A peer that died is told of by its missing answer.
    await new Promise<void>((resolve, reject) => {
      process.once("spawn", resolve);
      process.once("error", ({ message }) =>
        reject(
          new BenchError(
            `${program}: cannot be run (${message}); see W2S_BENCH_PYTHON in bench/README.md`,
          ),
        ),
      );
    });
    const versions: Record<string, string> = {};
    const peer = new Peer(name, process, versions);
    Object.assign(versions, (await peer.answer<{ versions: Versions }>()).versions);
    return peer;
  }

  /** Has the peer do one piece of work. @throws BenchError when it fails. */
  ask<T>(request: object): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.answer<T>();
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = new Promise((resolve) => this.process.once("close", resolve));
    this.process.stdin.end();
    await closed;
  }

  private async answer<T>(): Promise<T> {
    const { value, done } = await this.answers.next();
    if (done) {
      const why = this.complaint.trim().split("\n").at(-1) || this.process.signalCode;
      throw new BenchError(`peers/${this.name} ended${why ? `: ${why}` : ""}`);
    }
    const answer = JSON.parse(value) as Answer & T;
    if (answer.error !== undefined) throw new BenchError(`peers/${this.name}: ${answer.error}`);
    this.cpu = answer.cpu;
    return answer;
  }
}
