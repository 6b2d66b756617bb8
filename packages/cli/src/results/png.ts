// SVG as PNG, for slides and papers: drawn by resvg, with the one font that comes with w2s, so that
// the same figure gives the same bytes on every machine.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Pixels of the PNG for each of the SVG's. */
const zoom = 2;

const fonts = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

let opened: ReturnType<typeof open> | undefined;

/** The figure in light colours, twice as large. @throws Error for what is no SVG with a size */
export async function pngOf(svg: string): Promise<Uint8Array> {
  opened ??= open();
  const { Resvg, fontBuffers } = await opened;
  const font = { fontBuffers, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" };
  const drawing = new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } });
  try {
    const image = drawing.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    drawing.free();
  }
}

/** Loaded when the first figure is drawn: most commands draw none. */
async function open() {
  const require = createRequire(import.meta.url);
  const { Resvg, initWasm } = await import("@resvg/resvg-wasm");
  await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  const folder = require.resolve("dejavu-fonts-ttf/package.json").replace(/package\.json$/, "ttf/");
  const fontBuffers = await Promise.all(
    fonts.map(async (name) => new Uint8Array(await readFile(folder + name))),
  );
  return { Resvg, fontBuffers };
}
