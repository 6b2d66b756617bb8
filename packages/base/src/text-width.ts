// Text measured, cut and filled in columns of a terminal, where wide characters take two.

import stringWidth from "string-width";

/** Columns that a text takes on a terminal; wide characters count two. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/**
 * The text without control characters, and without marks that turn a line's direction: a name from
 * a file must neither move the cursor nor change how what stands beside it is read.
 */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").replaceAll(/\p{Bidi_Control}/gu, "");
}

/**
 * The text cut to `width` columns; what is cut from its middle shows as "…". Both ends tell names
 * apart.
 */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? "" : cutAfter(text, width, Math.ceil((width - 1) / 2));
}

/** The text cut to `width` columns, the first `columns` of which it keeps. */
export function cutAfter(text: string, width: number, columns: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  const head = take(characters, columns);
  const tail = take(characters.toReversed(), width - 1 - widthOf(head));
  return `${head}…${[...tail].toReversed().join("")}`;
}

/** The text cut to `width` columns at its end; `mark` (one column) stands for what was cut. */
export function clip(text: string, width: number, mark = "…"): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? "" : take([...text], width - 1) + mark;
}

/** Fills with spaces up to `width` columns; `align` says on which side the text stands. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** As many of the characters, from the first, as `width` columns hold. */
export function take(characters: readonly string[], width: number): string {
  let text = "";
  for (const character of characters) {
    if (widthOf(text + character) > width) break;
    text += character;
  }
  return text;
}
