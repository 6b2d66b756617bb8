// Breaks text into lines that fit a width.

import { fit, widthOf } from "@w2s/base";
import { type Io, type Output, sentenceColumns } from "../io.js";

/** A text that `wrap` keeps on one line where a line has room for it. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", nbsp);
}

const nbsp = "\u00a0";

/**
 * The text's words over as many lines as they need. The first begins with `lead`, others with
 * `indent` spaces, or with none where a word needs the room. An interval, "[.41, .79]" or
 * ".815 ± .006", stays whole; other words that are too long are cut in their middle.
 */
export function wrap(text: string, width: number, indent = 0, lead = ""): string[] {
  return linesOf(text, width, indent, lead).map((line) => fit(line, width));
}

/** The same for texts that are copied, such as paths: a word too long for a line stays whole. */
export function wrapWhole(text: string, width: number, indent = 0): string[] {
  return linesOf(text, width, indent, "");
}

/** A sentence about what a command did, in lines that fit the stream; its words stay whole. */
export function tell(stream: Output, text: string, { env }: Pick<Io, "env">): void {
  stream.write(`${wrapWhole(text, sentenceColumns(stream, env), 2).join("\n")}\n`);
}

function linesOf(text: string, width: number, indent: number, lead: string): string[] {
  const lines: string[] = [];
  let [line, start] = [lead, lead];
  for (const word of wordsOf(text, width - indent)) {
    const longer = line === start ? line + word : `${line} ${word}`;
    if (widthOf(longer) > width && line !== start) {
      lines.push(line);
      const room = widthOf(word) + indent <= width;
      start = " ".repeat(room ? indent : 0);
      line = start + word;
    } else line = longer;
  }
  return [...lines, line].map((each) => each.replaceAll(nbsp, " "));
}

/** Words; what is unbroken and has no room is broken at its blanks, but for those of intervals. */
function wordsOf(text: string, room: number): string[] {
  const whole = text
    .replaceAll(/\[(-?[\d.]+), (-?[\d.]+)\]/g, `[$1,${nbsp}$2]`)
    .replaceAll(/ ± /g, `${nbsp}±${nbsp}`);
  return whole
    .split(" ")
    .flatMap((word) => (widthOf(word) <= room ? [word] : word.split(breakable)));
}

/** A blank that stands neither within brackets nor beside "±". */
const breakable = /(?<!±)\u00a0(?!±)(?![^[]*\])/;
