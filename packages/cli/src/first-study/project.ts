// What makes a folder of studies a project: for npm, for an editor, for git.

import { basename } from "node:path";
import { versions } from "../results/machine.js";

/** Name to text. Files of these names that are there already stay as they are. */
export function projectFiles(folder: string, study: string): Record<string, string> {
  return {
    "package.json": json({
      name: packageName(basename(folder)),
      private: true,
      type: "module",
      scripts: { start: `w2s run ${study}`, check: "tsc" },
      dependencies: { w2s: `^${versions().w2s}` },
      devDependencies: { "@types/node": "^20.19.0", typescript: ">=5.8" },
    }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
      },
      include: ["**/*.ts"],
    }),
    ".npmrc":
      "# onnxruntime-node's install step would download GPU libraries, which w2s does not need.\n" +
      "ignore-scripts=true\n",
    ".gitignore": "node_modules/\nruns/\n",
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** What npm takes for a name. */
function packageName(text: string): string {
  const name = text.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-");
  return name.replace(/^[._-]+/, "") || "my-study";
}
