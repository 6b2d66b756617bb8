// Where in the user's own files an error was thrown.

import { fileURLToPath } from "node:url";
import { packageFile } from "@w2s/base";
import { writtenLine } from "./written-lines.js";

export interface Site {
  readonly file: string;
  readonly line: number;
}

/**
 * Root of this package's sources; its siblings and every node_modules are not the user's files
 * either.
 */
const ownRoot = packageFile("w2s", "../", import.meta.url);

/** The innermost frame of the error's stack that lies in a user's file, or undefined. */
export function throwSite(error: Error): Site | undefined {
  for (const frame of (error.stack ?? "").split("\n").slice(1)) {
    const match = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(frame);
    const file = match?.[1]?.startsWith("file://") ? fileURLToPath(match[1]) : match?.[1];
    if (file === undefined || !isUsers(file)) continue;
    return { file, line: writtenLine(file, Number(match?.[2]), Number(match?.[3])) };
  }
  return undefined;
}

function isUsers(file: string): boolean {
  const foreign =
    file.startsWith("node:") || file.includes("/node_modules/") || file.startsWith(ownRoot);
  return /^(\/|[A-Za-z]:\\)/.test(file) && !foreign;
}
