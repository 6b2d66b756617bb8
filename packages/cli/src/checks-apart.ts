// Devices are tried in a process of their own: drivers write to stderr as they please, and one that
// crashes takes its process with it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { packageFile } from "@w2s/base";
import * as z from "zod";
import { oneLine } from "./exit.js";
import type { RuntimeCheck } from "./runtime-checks.js";

const checksSchema = z.array(
  z.object({ name: z.string(), ok: z.boolean().nullable(), detail: z.string() }),
);

/** What `runtimeChecks` finds in another process; where that ends early, one check that says so. */
export async function checksApart(
  module = packageFile("w2s", "dist/checks.js", import.meta.url),
): Promise<readonly RuntimeCheck[]> {
  const child = spawn(process.execPath, [module], { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  const found = code === 0 ? (out.trim().split("\n").at(-1) ?? "") : "";
  if (found !== "") return checksSchema.parse(JSON.parse(found));
  const why = oneLine(err.slice(-300)) || "it said nothing";
  const ended = signal === null ? `with ${code}` : `by ${signal}`;
  return [
    { name: "onnxruntime", ok: false, detail: `trying devices ended its process ${ended}: ${why}` },
  ];
}
