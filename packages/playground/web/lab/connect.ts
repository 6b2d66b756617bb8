// The page's end of the worker. It starts from a blob, so that it has the page's own policy, by
// which nothing is sent anywhere: a worker's own address would bring a policy of its server's.

import type { Settings } from "../../src/settings.js";
import type { News, Wish } from "./protocol.js";
import workerUrl from "./worker.js?worker&url";

/** The worker, as the page sees it. */
export interface Lab {
  /** Runs settings; a run that is under way ends. Its news has the id that is given. */
  run(settings: Settings): number;
  stop(): void;
}

/**
 * Starts the worker. `hear` is told of every run; of a worker that cannot start, too. One that can
 * do nothing more is ended, since memory that it took it never gives back; the next run has
 * another.
 */
export function connect(hear: (news: News) => void): Lab {
  const home = new URL(".", document.baseURI).href;
  let id = 0;
  let worker: Worker | undefined;
  const heard = (news: News) => {
    if (news.kind === "fault" && news.isSpent) {
      worker?.terminate();
      worker = undefined;
    }
    hear(news);
  };
  const started = () => {
    worker ??= newWorker(heard, (message) =>
      heard({ kind: "fault", id, message, ours: true, isSpent: true }),
    );
    return worker;
  };
  started();
  return {
    run(settings) {
      id += 1;
      started().postMessage({ kind: "run", id, settings, home } satisfies Wish);
      return id;
    },
    stop: () => worker?.postMessage({ kind: "stop" } satisfies Wish),
  };
}

function newWorker(hear: (news: News) => void, fail: (message: string) => void): Worker {
  const script = `import ${JSON.stringify(new URL(workerUrl, document.baseURI).href)};`;
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module", name: "lab" });
  worker.addEventListener("message", ({ data }: MessageEvent<News>) => hear(data));
  worker.addEventListener("error", ({ message }) => {
    const reason = message ? `: ${message}` : "; reload the page";
    fail(`the lab could not be started${reason}`);
  });
  return worker;
}
