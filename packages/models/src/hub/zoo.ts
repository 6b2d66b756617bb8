// The models that come with w2s: folders of the package @w2s/zoo, in a clone and where it is
// installed.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { didYouMean, InputError, packageFile } from "@w2s/base";
import { CONFIG } from "./model-files.js";

const PREFIX = "zoo:";

/**
 * The folder that the zoo's models lie in. @throws InputError when the package is not installed.
 */
export function zooFolder(): string {
  try {
    return packageFile("@w2s/zoo", "", import.meta.url);
  } catch (cause) {
    throw new InputError(
      "zoo: the package @w2s/zoo is not installed; npm ci in a clone brings it",
      {
        cause,
      },
    );
  }
}

/** The names of the zoo's models, sorted. */
export function zooNames(): string[] {
  const folder = zooFolder();
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, CONFIG)))
    .sort();
}

/**
 * The folder of the model that is called `zoo:NAME`, or null for another kind of name.
 * @throws InputError when the zoo has no model of that name (with the near miss)
 */
export function zooModelFolder(text: string): string | null {
  if (!text.startsWith(PREFIX)) return null;
  const name = text.slice(PREFIX.length);
  const names = zooNames();
  if (names.includes(name)) return join(zooFolder(), name);
  const hint = didYouMean(name, names) || `; it has ${names.join(", ") || "none"}`;
  throw new InputError(`model "${text}": the zoo has no "${name}"${hint}`);
}
