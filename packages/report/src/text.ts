// Text cut and filled to a width in columns of a terminal.

import stringWidth from "string-width";

/**
 * The text without control characters, at most `width` columns wide; what is cut from its end shows
 * as "…" (or "~").
 */
export function clipped(text: string, width: number, ascii = false): string {
  const plain = text.replaceAll(/\p{Cc}+/gu, " ");
  if (stringWidth(plain) <= width) return plain;
  let kept = "";
  for (const character of plain) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return width < 1 ? "" : `${kept}${ascii ? "~" : "…"}`;
}

/** Spaces at the end up to `width` columns. */
export function filled(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

export const columnsOf: (text: string) => number = stringWidth;
