// The examples that a report shows, kept beside the evidence, so that a page is not a reason to
// read all of it again.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkJson, plain } from "@w2s/base";
import { type EvidenceSample, evidenceSampleSchema, openEvidence, sampleEvidence } from "@w2s/lab";
import { writeResult } from "./write-error.js";

/** Its name beside results.json. */
export const sampleFile = "evidence-sample.json";

/**
 * The sample of a run's evidence, read or made; a sentence that says why there is none.
 * @param results SHA-256 of the run's results.json
 * @throws RunError where it cannot be written
 */
export async function evidenceSample(
  folder: string,
  results: string,
): Promise<EvidenceSample | string> {
  const path = join(folder, sampleFile);
  const kept = await readFile(path, "utf8")
    .then((text) => checkJson(path, text, evidenceSampleSchema))
    .catch(() => null);
  if (kept?.results === results) return kept;
  const sample = await madeOf(folder, results);
  if (typeof sample !== "string") await writeResult(path, `${JSON.stringify(sample)}\n`);
  return sample;
}

async function madeOf(folder: string, results: string): Promise<EvidenceSample | string> {
  try {
    const evidence = await openEvidence(folder);
    if (evidence === null) return "This run has no evidence; w2s run --evidence writes it.";
    if (evidence.about.results !== results) {
      return "The evidence beside this report is of other results; run the study again.";
    }
    return await sampleEvidence(evidence);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `The evidence cannot be read: ${plain(message)}`;
  }
}
