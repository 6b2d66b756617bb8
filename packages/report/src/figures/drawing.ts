// What every figure begins with: an SVG document with its colours, title and paper; and its texts.

import { fitApart, plain, widthOf } from "@w2s/base";
import { type Attributes, element, escaped, short } from "../svg.js";

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif";

export interface DrawingOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What screen readers say of it, with the description behind. Any text. */
  readonly title: string;
  readonly description?: string;
  /** Its style sheet. */
  readonly css: string;
}

/** A whole SVG document; children are markup, drawn on the paper in their order. */
export function drawing(options: DrawingOptions, ...children: readonly string[]): string {
  const { width, height, title, description, css } = options;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${short(width)} ${short(height)}`,
      width,
      height,
      role: "img",
      "aria-label": description === undefined ? title : `${title}. ${description}`,
      style: font,
    },
    element("style", {}, css),
    element("title", {}, escaped(title)),
    ...(description === undefined ? [] : [element("desc", {}, escaped(description))]),
    element("rect", { class: "paper", width, height }),
    ...children,
  );
}

/** Whether a text is a document that `drawing` made. */
export function isDrawing(svg: string): boolean {
  const [root] = svg.split(">", 1) as [string];
  return root.startsWith('<svg xmlns="') && root.endsWith(`style="${font}"`);
}

/** The figure's heading in its top left corner, on as many lines as it needs, and their height. */
export function heading(content: string, width: number): { svg: string; height: number } {
  const lines = [""];
  for (const word of content.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) === "" || textWidth(longer, 14.5) <= width - 24)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const style = { "font-size": 14, "font-weight": 600, class: "ink" };
  const svg = lines.map((line, i) =>
    element("text", { x: 12, y: 22 + 18 * i, ...style }, escaped(fitted(line, width - 24, 14.5))),
  );
  return { svg: svg.join(""), height: 12 + 18 * lines.length };
}

/** A text at `x, y` in the colour of class `name`. */
export function text(
  x: number,
  y: number,
  name: string,
  content: string,
  more: Attributes = {},
): string {
  return element("text", { x, y, class: name, "font-size": 11, ...more }, escaped(content));
}

/** A character's mean width, of its font's size: that of DejaVu Sans, the widest that is likely. */
const perEm = 0.61;

/** What capitals and the widest letters take beyond it. */
const beyondMean: readonly (readonly [characters: RegExp, perEm: number])[] = [
  [/[A-LN-VX-Z]/g, 0.08],
  [/[MWmw@%…]/g, 0.36],
];

/** Pixels that a text takes at a font size of `size`, about. */
export function textWidth(content: string, size: number): number {
  const beyond = beyondMean.map(([characters, more]) => {
    return more * (content.match(characters)?.length ?? 0);
  });
  return size * beyond.reduce((sum, more) => sum + more, perEm * widthOf(content));
}

/**
 * The text cut in its middle to what has room in `width` pixels at a font size of `size`, without
 * control characters: both ends tell names apart.
 */
export function fitted(content: string, width: number, size: number): string {
  return fittedApart([content], width, size)[0]!;
}

/** The same of several texts that stand beside each other: what tells them apart is kept. */
export function fittedApart(contents: readonly string[], width: number, size: number): string[] {
  const whole = contents.map(plain);
  const hasRoom = (cut: readonly string[]) => cut.every((text) => textWidth(text, size) <= width);
  if (hasRoom(whole)) return whole;
  let columns = Math.max(1, Math.floor(width / (perEm * size)));
  let cut = fitApart(whole, columns);
  while (columns > 1 && !hasRoom(cut)) cut = fitApart(whole, --columns);
  return cut;
}

/** What each text is cut to beside the others, by the text. */
export function fittedBeside(
  contents: readonly string[],
  width: number,
  size: number,
): (content: string) => string {
  const cut = fittedApart(contents, width, size);
  const byText = new Map(contents.map((content, i) => [content, cut[i]!]));
  return (content) => byText.get(content) ?? fitted(content, width, size);
}
