// What every figure begins with: an SVG document with its colours, title and paper; and its texts.

import { type Attributes, element, escaped } from "../svg.js";

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
      viewBox: `0 0 ${width} ${height}`,
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

/** The figure's heading, in its top left corner. */
export function heading(content: string): string {
  const place = { x: 12, y: 22, "font-size": 14, "font-weight": 600, class: "ink" };
  return element("text", place, escaped(content));
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
