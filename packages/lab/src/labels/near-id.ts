// Ids that two files write in two ways: they never join, and a reader hardly sees why.

/**
 * What to say where an id that is not known differs from a known one only as programs write ids
 * differently: "" where none does.
 * @param strangers ids that are not known
 */
export function nearId(strangers: readonly string[], known: Iterable<string>): string {
  const ours = new Map(Array.from(known, (id) => [loose(id), id]));
  for (const id of strangers) {
    const own = ours.get(loose(id));
    if (own === undefined || own === id) continue;
    return `; ${JSON.stringify(id)} looks like ${JSON.stringify(own)}${howElse(id, own)}`;
  }
  return "";
}

/** In what two ids differ where a reader hardly sees it, and what to do. */
function howElse(id: string, own: string): string {
  if (own.normalize("NFC") === id.normalize("NFC"))
    return " in another Unicode form: write ids alike";
  if (FLOAT.test(id) === FLOAT.test(own)) return ": write ids alike";
  return ", one of them as a float: write both as whole numbers (int64) or texts";
}

const FLOAT = /^\s*\d+\.0+\s*$/;

/** Without blanks around it, zeros before it or a ".0" behind it, capitals and Unicode's forms. */
function loose(id: string): string {
  const bare = id.normalize("NFKC").trim().toLowerCase();
  return bare.replace(/^0+(?=\d)/, "").replace(/(?<=^\d+)\.0+$/, "");
}
