// Breaks text into lines that fit a width.

import { fit, widthOf } from "@w2s/base";

/** A text that `wrap` keeps on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

/** Where what should stay together has no room on a line, it breaks at its blanks after all. */
function brokenAt(word: string, room: number): string[] {
  return widthOf(word) > room ? word.split(/(?<!,)\u00a0/) : [word];
}

/**
 * The text's words over as many lines as they need. The first begins with `lead`, others with
 * `indent` spaces.
 */
export function wrap(text: string, width: number, indent = 0, lead = ""): string[] {
  const lines: string[] = [];
  let [line, start] = [lead, lead];
  for (const word of text.split(" ").flatMap((word) => brokenAt(word, width - indent))) {
    const longer = line === start ? line + word : `${line} ${word}`;
    if (line !== start && widthOf(longer) > width) {
      lines.push(line);
      start = " ".repeat(indent);
      line = start + word;
    } else line = longer;
  }
  return [...lines, line].map((each) => fit(each.replaceAll("\u00a0", " "), width));
}
