// The page as files that any web server can serve: what Vite built, and the zoo's models beside it.

import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { InputError, makeFolder, packageFile } from "@w2s/base";
import { writeFolder, zooFolder } from "@w2s/models";
import { modelFiles } from "./model-files.js";
import { ladder } from "./settings.js";

/** Where Vite puts the page. */
const built = packageFile("@w2s/playground", "dist/web/", import.meta.url);

/** How a page is written. */
export interface WriteOptions {
  /** Whether a page that was written there before is replaced; default false. */
  readonly overwrite?: boolean;
  /** Folder that a relative path starts from; default: the current one. */
  readonly cwd?: string;
}

/**
 * Writes the page into a new folder, whole or not at all.
 * @throws InputError for a folder with other things in it, and where the page is not built
 */
export async function writePlayground(
  folder: string,
  { overwrite = false, cwd = process.cwd() }: WriteOptions = {},
): Promise<void> {
  if (!existsSync(join(built, "index.html"))) {
    throw new InputError(
      "the playground's page is not built yet; run `npm run build` at the root of w2s's repository",
    );
  }
  const zoo = zooFolder();
  const write = async (draft: string) => {
    cpSync(built, draft, { recursive: true });
    for (const width of ladder) {
      const name = `w2s-world-${width}`;
      await makeFolder(join(draft, "zoo", name));
      for (const file of modelFiles) cpSync(join(zoo, name, file), join(draft, "zoo", name, file));
    }
  };
  await writeFolder(folder, overwrite, write, cwd);
}
