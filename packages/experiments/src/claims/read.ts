// Files of claims at the door: each claim names the study that measures it, or why none can.

import { didYouMean, InputError, packageFile, readJson } from "@w2s/base";
import { type Claim, type ClaimsFile, claimsFileSchema } from "./schema.js";

/** The claims of the source documents, as this package has them. */
export const claimsPath = packageFile(
  "@w2s/experiments",
  "src/claims/claims.json",
  import.meta.url,
);

/**
 * Reads a file of claims.
 * @param studies names of the studies that there are
 * @throws InputError for a file that is none, for two claims of one name, for a claim without a
 * study that measures it, and for a study or a document that there is not
 */
export function readClaims(path: string, studies: readonly string[]): ClaimsFile {
  const file = readJson(path, claimsFileSchema);
  const documents = file.documents.map(({ id }) => id);
  const known = [...studies, ...file.notYet];
  const all = [...file.claims, ...file.touched];
  all.forEach(({ id, places }, i) => {
    if (all.findIndex((other) => other.id === id) < i) {
      throw new InputError(`${path}: two claims have the id "${id}"; rename one`);
    }
    for (const { document } of places) assertKnown(path, id, "document", document, documents);
  });
  for (const claim of file.claims) {
    assertMeasured(path, claim);
    if (claim.check) assertKnown(path, claim.id, "study", claim.check.study, known);
  }
  for (const { id, studies: named } of file.touched) {
    for (const { study } of named) assertKnown(path, id, "study", study, known);
  }
  return { ...file, notYet: file.notYet.filter((name) => !studies.includes(name)) };
}

function assertMeasured(path: string, { id, check, untestable }: Claim): void {
  if ((check === undefined) !== (untestable === undefined)) return;
  const arrival = check === undefined ? "neither" : "both";
  throw new InputError(
    `${path}: claim "${id}" must have a "check" that names the study that measures it, or say ` +
      `in "untestable" why none can, got ${arrival}`,
  );
}

function assertKnown(
  path: string,
  id: string,
  what: string,
  name: string,
  known: readonly string[],
): void {
  if (known.includes(name)) return;
  const hint = didYouMean(name, known) || `; known: ${known.join(", ")}`;
  throw new InputError(`${path}: "${id}" names an unknown ${what} "${name}"${hint}`);
}
