// The zoo's models, fetched once and put where the lab looks for them.

import { modelFiles } from "../../src/model-files.js";
import { find, makeFolder, put } from "../platform/disk.js";
import { fetched } from "./fetched.js";

/** Puts a model of the zoo on the disk in memory, whole or not at all. */
export async function bringModel(name: string, home: string): Promise<void> {
  const folder = `/node_modules/@w2s/zoo/${name}`;
  if (find(folder) !== undefined) return;
  const bytes = await Promise.all(modelFiles.map((file) => fetched(`${home}zoo/${name}/${file}`)));
  makeFolder(folder, true);
  for (const [i, file] of modelFiles.entries()) put(`${folder}/${file}`, bytes[i]!);
}
