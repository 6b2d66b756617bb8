// Folders for what tests write. They lie in the run's own temporary folder (test/temp-folder.ts)
// and are gone when the test file is through.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterFile } from "./after-file.js";

/** A new folder of this test file's own. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `w2s-${name}-`));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
