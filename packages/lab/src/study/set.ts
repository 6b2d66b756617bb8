// A setting changed from the command line, in a study that may vary others.

import { changedStudy } from "./override.js";
import type { Study } from "./study.js";
import { vary } from "./vary.js";

/**
 * The study with one setting changed (see `changedStudy`); what it varies is varied around that.
 * @throws InputError as `changedStudy` and `vary`
 */
export function overrideStudy(given: Study, key: string, value: string): Study {
  const changed = changedStudy(given, key, value);
  return given.variations.length > 0 ? vary(changed, given.vary) : changed;
}
