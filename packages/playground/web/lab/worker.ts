// The worker: runs wishes one after the other, so that the page stays smooth.

import "../no-eval.js";
import { faultOf } from "./fault.js";
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
    else tell({ kind: "fault", id, ...faultOf(error) });
  }
}
