// What follows a text, in the tokens of the whole: alone it would get the blank that some
// vocabularies put before a text.

type Ids = readonly number[];

/**
 * Ids of a text and of its continuation.
 * @param idsOf ids of a text alone
 * @param prefixes whether a text alone gets a blank before it
 */
export function inContext(
  idsOf: (text: string) => Ids,
  prefixes: boolean,
  text: string,
  continuation: string,
): { readonly text: Ids; readonly continuation: Ids } {
  const ids = idsOf(text);
  const rest = beyond(ids, idsOf(text + continuation));
  if (rest && (rest.length > 0 || continuation === "")) return { text: ids, continuation: rest };
  const trimmed = text.replace(/ +$/, "");
  if (trimmed.length < text.length) {
    return inContext(idsOf, prefixes, trimmed, text.slice(trimmed.length) + continuation);
  }
  if (!prefixes) return { text: ids, continuation: idsOf(continuation) };
  return { text: ids, continuation: afterAnything(idsOf, continuation) };
}

/** What most texts end in, and what most vocabularies keep apart from a word. */
const ANCHORS = [".", "\n", ":", "a", "0"];

/** Ids of a text that follows another, whatever that is. */
export function afterAnything(idsOf: (text: string) => Ids, text: string): Ids {
  for (const anchor of ANCHORS) {
    const rest = beyond(idsOf(anchor), idsOf(anchor + text));
    if (rest && rest.length > 0) return rest;
  }
  return idsOf(text);
}

/** The end of `whole` where it begins with `start`. */
function beyond(start: Ids, whole: Ids): Ids | undefined {
  return start.every((id, i) => whole[i] === id) ? whole.slice(start.length) : undefined;
}
