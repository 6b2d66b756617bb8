// The list of all items, a page at a time: what a window of it shows, and no more.

import { clip } from "@w2s/base";
import type { ItemPage } from "./messages.js";
import { type Session, saidOf } from "./session.js";

/** Rows that one answer holds at most. */
export const mostRows = 200;

const mostText = 160;

/** Items from a place on. @param from place of the first @param count how many, at most 200 */
export function itemPage(
  { project: { items }, standing }: Session,
  name: string,
  from: number,
  count: number,
): ItemPage {
  const lines = standing.annotators.get(name)?.lines;
  const first = Math.max(0, Math.min(from, items.length));
  const shown = items.slice(first, first + Math.min(count, mostRows)).map((item, i) => {
    const place = first + i;
    const line = lines?.get(place);
    const text = clip(item.texts.join(" / ").slice(0, 4 * mostText), mostText);
    return { place, id: item.id, text, ...(line && { said: saidOf(line) }) };
  });
  return { total: items.length, from: first, items: shown };
}
