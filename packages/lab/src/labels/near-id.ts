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
    const isForm = own.normalize("NFC") === id.normalize("NFC");
    const how = isForm ? " in another Unicode form" : "";
    return `; ${JSON.stringify(id)} looks like ${JSON.stringify(own)}${how}: write ids alike`;
  }
  return "";
}

/** Without blanks around it, zeros before it or a ".0" behind it, capitals and Unicode's forms. */
function loose(id: string): string {
  const bare = id.normalize("NFKC").trim().toLowerCase();
  return bare.replace(/^0+(?=\d)/, "").replace(/(?<=^\d+)\.0+$/, "");
}
