// The worker: runs wishes one after the other, so that the page stays smooth.

import "../no-eval.js";
import { InputError } from "@w2s/base";
import type { News, Wish } from "./protocol.js";
import { run } from "./run.js";

let stop = new AbortController();
let last: Promise<void> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<Wish>) => {
  stop.abort();
  if (data.kind === "stop") return;
  stop = new AbortController();
  const { signal } = stop;
  last = last.then(() => serve(data, signal));
});

async function serve(
  { id, settings, home }: Extract<Wish, { kind: "run" }>,
  signal: AbortSignal,
): Promise<void> {
  const tell = (news: News) => self.postMessage(news);
  try {
    await run(settings, home, signal, (news) => tell({ ...news, id } as News));
  } catch (error) {
    if (signal.aborted) tell({ kind: "stopped", id });
    else tell({ kind: "fault", id, message: lineOf(error), ours: !(error instanceof InputError) });
  }
}

/** One line; the rest is for the console. */
function lineOf(error: unknown): string {
  if (!(error instanceof InputError)) console.warn(error);
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!.slice(0, 300);
}
