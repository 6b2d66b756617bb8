// An outside world in memory: streams that remember, a clock that is set by hand.

import type { Io, Output } from "../src/io.js";
import { fakeLab } from "./fake-lab.js";

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

/** A stream that keeps what is written. */
export function fakeStream(
  given: { isTTY?: boolean; columns?: number } = {},
): Output & { text: string } {
  const stream = {
    ...given,
    text: "",
    write(text: string) {
      stream.text += text;
    },
  };
  return stream;
}

/** No terminal, an empty environment apart from the store, the fake lab. */
export function fakeIo(cwd: string, given: Partial<Io> = {}): FakeIo {
  const [stdout, stderr] = [fakeStream({ columns: 100 }), fakeStream()];
  return {
    stdout,
    stderr,
    env: { W2S_STORE: `${cwd}/store`, HOME: cwd },
    cwd,
    now: Date.now,
    lab: async () => fakeLab,
    interruptible: (work) => work(new AbortController().signal),
    out: () => stdout.text,
    err: () => stderr.text,
    ...given,
  };
}
