// Names from files, cut to a width in columns.

import { clip, plain } from "@w2s/base";

/**
 * The text without control characters, at most `width` columns wide; what is cut from its end shows
 * as "…" (or "~").
 */
export function clipped(text: string, width: number, ascii = false): string {
  return clip(plain(text), width, ascii ? "~" : "…");
}
