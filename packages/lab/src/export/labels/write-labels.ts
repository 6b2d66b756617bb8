// `w2s labels export`: a folder of labels for students that are trained elsewhere.

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFolder } from "@w2s/models";
import type { RunOptions } from "../../engine/index.js";
import { type LabelPlan, readLabels } from "../../plan/index.js";
import { jsonLines, type LabelFile, parquetColumns } from "./columns.js";
import { filesOf, holds, type LabelManifestFile, type NamedFile } from "./files.js";
import { labelsReadme } from "./readme.js";

/**
 * Writes a folder of labels, whole or not at all; what is not in the store is computed first.
 * @returns how many files of labels
 * @throws InputError for a folder that is not w2s's to replace; what the file system throws
 */
export async function writeLabels(
  folder: string,
  plan: LabelPlan,
  options: RunOptions,
  { overwrite = false, cwd = process.cwd() } = {},
): Promise<number> {
  return readLabels(plan, options, async (results) => {
    const files: LabelManifestFile[] = [];
    await writeFolder(
      folder,
      overwrite,
      async (draft) => {
        for (const file of filesOf(plan)) {
          files.push(...(await writeFiles(draft, file, await file.read(results))));
        }
        await writeFile(join(draft, "manifest.json"), manifestText(plan, files));
        await writeFile(join(draft, "README.md"), labelsReadme(plan, files));
      },
      cwd,
    );
    return files.length;
  });
}

async function writeFiles(
  draft: string,
  { name, task, seed, supervisor, labels, role }: NamedFile,
  content: LabelFile,
): Promise<LabelManifestFile[]> {
  const written = [
    [`${name}.jsonl`, jsonLines(content)],
    [`${name}.parquet`, await parquetBytes(content)],
  ] as const;
  const about = { holds: holds[role], role, task, supervisor, labels, seed };
  const files: LabelManifestFile[] = [];
  for (const [file, bytes] of written) {
    await writeFile(join(draft, file), bytes);
    const sha256 = createHash("sha256")
      .update(await readFile(join(draft, file)))
      .digest("hex");
    files.push({ file, ...about, rows: content.rows.length, sha256 });
  }
  return files;
}

async function parquetBytes(content: LabelFile): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = parquetColumns(content);
  return new Uint8Array(parquetWriteBuffer({ columnData, statistics: false, createdBy: "w2s" }));
}

function manifestText({ summary, sets }: LabelPlan, files: readonly LabelManifestFile[]): string {
  const tasks = [...new Map(sets.map(({ task }) => [task.name, task])).values()];
  const manifest = {
    format: 1,
    study: summary.study,
    tasks: tasks.map(({ name, shape, optionNames }) => ({ name, shape, options: optionNames })),
    columns: {
      id: "the example's id; predictions are joined by it",
      split: "transfer (learn from these), validation (select by these), test (predict these)",
      "text, texts or text_0 ...": "the text, or the K texts that are compared",
      "probabilities or probability_0 ...":
        "K probabilities that sum to 1; null on test, whose answers nobody learns from",
    },
    files,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
