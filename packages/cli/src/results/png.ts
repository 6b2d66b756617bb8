// SVG as PNG, for slides and papers: drawn by resvg, with the one font that comes with w2s, so that
// the same figure gives the same bytes on every machine. In threads of their own: it takes longer
// than all the rest of a report.

import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What the thread is told: where what it needs lies. */
interface Setup {
  readonly resvg: string;
  readonly wasm: string;
  readonly fonts: readonly string[];
  /** Pixels of the PNG for each of the SVG's, along one side. */
  readonly zoom: number;
  /** Beyond so many pixels a picture is drawn smaller, down to the SVG's own size. */
  readonly mostPixels: number;
  /** With more pixels of its own an SVG is refused: the memory for them is not to be had. */
  readonly limit: number;
}

// As text, so that there is no second file to be found from sources, builds and bundles alike.
const source = `
const { readFile } = require("node:fs/promises");
const { parentPort, workerData: { resvg, wasm, fonts, zoom, mostPixels, limit } } =
  require("node:worker_threads");
const opened = (async () => {
  const { Resvg, initWasm } = require(resvg);
  await initWasm(await readFile(wasm));
  const files = await Promise.all(fonts.map((path) => readFile(path)));
  const fontBuffers = files.map((bytes) => new Uint8Array(bytes));
  return { Resvg, fontBuffers };
})();
opened.catch(() => undefined);
async function pngOf(svg) {
  const { Resvg, fontBuffers } = await opened;
  const font = { fontBuffers, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" };
  const asItIs = new Resvg(svg);
  const { width, height } = asItIs;
  asItIs.free();
  if (width * height > limit) {
    throw new Error(
      "its size, " + width + " x " + height + " pixels, is more than the " + limit / 1e6 +
        " million that a picture may have",
    );
  }
  const value = Math.max(1, Math.min(zoom, Math.sqrt(mostPixels / (width * height))));
  const drawing = new Resvg(svg, { font, fitTo: { mode: "zoom", value } });
  try {
    const image = drawing.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    drawing.free();
  }
}
let last = Promise.resolve();
parentPort.on("message", ({ id, svg }) => {
  last = last.then(() => pngOf(svg)).then(
    (png) => parentPort.postMessage({ id, png }),
    (error) => parentPort.postMessage({ id, fault: String(error?.message ?? error) }),
  );
});
`;

/** What the thread answers to a figure: its picture, or what is wrong with it. */
type Answer = { readonly png: Uint8Array } | { readonly fault: string };

/** A thread that draws, and who waits for it. */
interface Drawing {
  readonly worker: Worker;
  readonly waiting: Map<number, (answer: Answer) => void>;
}

/** Each takes 60 MB; a second one helps where there is a core for it. */
const mostThreads = Math.min(2, availableParallelism());
const threads = new Set<Drawing>();
let asked = 0;

/**
 * The figure in light colours, twice as large; a very long one less. It is with a thread at once,
 * however busy this one is.
 * @throws Error for what is no SVG with a size
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { worker, waiting } = leastBusy();
  const id = asked++;
  const found = await new Promise<Answer>((answered) => {
    waiting.set(id, answered);
    worker.ref();
    worker.postMessage({ id, svg });
  });
  if ("fault" in found) throw new Error(found.fault);
  return found.png;
}

/** Starts a thread, which takes a while until it can draw: for who will ask for figures soon. */
export function prepareDrawing(): void {
  leastBusy().worker.unref();
}

function leastBusy(): Drawing {
  const [first] = [...threads].sort((a, b) => a.waiting.size - b.waiting.size);
  if (first && (first.waiting.size === 0 || threads.size === mostThreads)) return first;
  const started = startDrawing();
  threads.add(started);
  return started;
}

function startDrawing(): Drawing {
  const worker = new Worker(source, { eval: true, workerData: setup() });
  const drawing: Drawing = { worker, waiting: new Map() };
  const { waiting } = drawing;
  worker.on("message", ({ id, ...answer }: Answer & { readonly id: number }) => {
    waiting.get(id)!(answer);
    waiting.delete(id);
    // An idle thread is no reason for a command not to end.
    if (waiting.size === 0) worker.unref();
  });
  worker.on("exit", (code) => {
    threads.delete(drawing);
    for (const answered of waiting.values()) answered({ fault: `drawing ended with ${code}` });
  });
  return drawing;
}

function setup(): Setup {
  const { resolve } = createRequire(import.meta.url);
  const fonts = resolve("dejavu-fonts-ttf/package.json").replace(/package\.json$/, "ttf/");
  return {
    resvg: resolve("@resvg/resvg-wasm"),
    wasm: resolve("@resvg/resvg-wasm/index_bg.wasm"),
    fonts: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => fonts + name),
    zoom: 2,
    mostPixels: 8e6,
    limit: 100e6,
  };
}
