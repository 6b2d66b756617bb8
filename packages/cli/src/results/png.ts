// SVG as PNG, for slides and papers: drawn by resvg, with the one font that comes with w2s, so that
// the same figure gives the same bytes on every machine. In a thread of its own: it takes longer
// than all the rest of a report.

import { once } from "node:events";
import { createRequire } from "node:module";
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
}

// As text, so that there is no second file to be found from sources, builds and bundles alike.
const source = `
const { readFile } = require("node:fs/promises");
const { parentPort, workerData: { resvg, wasm, fonts, zoom, mostPixels } } =
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
  const value = Math.max(1, Math.min(zoom, Math.sqrt(mostPixels / (asItIs.width * asItIs.height))));
  asItIs.free();
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
parentPort.on("message", (svg) => {
  pngOf(svg).then(
    (png) => parentPort.postMessage({ png }),
    (error) => parentPort.postMessage({ fault: String(error) }),
  );
});
`;

/** What the thread answers to a figure: its picture, or what is wrong with it. */
type Answer = { readonly png: Uint8Array } | { readonly fault: string };

let last: Promise<unknown> = Promise.resolve();
let thread: Worker | undefined;

/**
 * The figure in light colours, twice as large; a very long one less. Figures are drawn one after
 * the other, in the order in which they were asked for.
 * @throws Error for what is no SVG with a size
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const answer = last.then(() => drawn(svg));
  last = answer.catch(() => undefined);
  const found = await answer;
  if ("fault" in found) throw new Error(found.fault);
  return found.png;
}

/** Starts the thread, which takes a while until it can draw: for who will ask for figures soon. */
export function prepareDrawing(): void {
  drawingThread().unref();
}

function drawingThread(): Worker {
  thread ??= new Worker(source, { eval: true, workerData: setup() });
  return thread;
}

function drawn(svg: string): Promise<Answer> {
  const worker = drawingThread();
  worker.ref();
  worker.postMessage(svg);
  const one = new AbortController();
  const { signal } = one;
  return Promise.race([
    once(worker, "message", { signal }).then(([answer]) => answer as Answer),
    once(worker, "exit", { signal }).then(([code]) => ({ fault: `drawing ended with ${code}` })),
  ]).finally(() => {
    one.abort();
    // An idle thread is no reason for a command not to end.
    worker.unref();
  });
}

function setup(): Setup {
  const { resolve } = createRequire(import.meta.url);
  const fonts = resolve("dejavu-fonts-ttf/package.json").replace(/package\.json$/, "ttf/");
  return {
    resvg: resolve("@resvg/resvg-wasm"),
    wasm: resolve("@resvg/resvg-wasm/index_bg.wasm"),
    fonts: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => fonts + name),
    zoom: 2,
    mostPixels: 10e6,
  };
}
