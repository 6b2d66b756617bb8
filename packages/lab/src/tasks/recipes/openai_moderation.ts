// Texts by whether any of eight kinds of harm was found in them. A kind that a text lacks was not
// looked for: without a finding, and with a kind that was not looked for, it is left out.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { checkJson } from "@w2s/base";
import * as z from "zod";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "samples-1680.jsonl.gz";
/** Sexual, hateful, violent, harassment, self-harm; about minors, threatening, graphic. */
const kinds = ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"];

export const openaiModeration: TaskRecipe = {
  name: "openai_moderation",
  asks: "whether a text is harmful",
  releases: [
    filesNamed({
      name: "published",
      files: { [FILE]: ["prompt"] },
      parts: { source: samples },
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "prompt",
      label: "harm",
      labels: { none: 0, found: 1, unknown: null },
      facts: ["kinds"],
    },
  },
  metric: "auroc",
  source: "Moderation evaluation set (Markov et al. 2023)",
  licence: "MIT; contains offensive text",
};

const sample = z.object({ prompt: z.string() }).catchall(z.unknown());

function samples(folder: string): object[] {
  const lines = gunzipSync(readFileSync(join(folder, FILE)))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line, at) => {
    const said = checkJson(`${FILE}:${at + 1}`, line, sample);
    const found = kinds.filter((kind) => said[kind] === 1);
    const whole = kinds.every((kind) => said[kind] !== undefined);
    const harm = found.length > 0 ? "found" : whole ? "none" : "unknown";
    return { prompt: said.prompt, harm, kinds: found.join(" ") };
  });
}
