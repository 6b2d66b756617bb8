// The pages in the order of the data's way: from texts to tasks, models, students, supervisors and
// methods, to measures, reports and exports. Every page of docs/ stands here once; a test sees to it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("../docs", import.meta.url));

/** Every page of a folder of docs/, its README first. */
function all(folder) {
  const names = readdirSync(join(docs, folder)).filter((name) => name.endsWith(".md"));
  const rest = names.filter((name) => name !== "README.md").sort();
  return names.includes("README.md") ? ["README.md", ...rest] : rest;
}

export const pages = [
  { text: "Start", folder: "", names: ["README.md", "cli.md", "stores.md"] },
  { text: "The course", folder: "course", names: all("course") },
  { text: "Data", folder: "", names: ["studies.md", "tasks.md", "recipes.md", "world.md"] },
  {
    text: "Models",
    folder: "",
    names: ["models.md", "zoo.md", "devices.md", "executors.md", "playground.md"],
  },
  { text: "Students", folder: "students", names: all("students"), collapsed: true },
  { text: "Oversight", folder: "", names: ["oversight.md"] },
  { text: "Supervisors", folder: "supervisors", names: all("supervisors"), collapsed: true },
  { text: "People", folder: "", names: ["labelling.md"] },
  { text: "Methods", folder: "methods", names: all("methods"), collapsed: true },
  { text: "Experiments", folder: "experiments", names: all("experiments"), collapsed: true },
  {
    text: "What came out",
    folder: "",
    names: [
      "measures.md",
      "evidence.md",
      "report.md",
      "studio.md",
      "claims.md",
      "export.md",
      "elsewhere.md",
    ],
  },
  { text: "Results", folder: "results", names: all("results") },
  { text: "Design", folder: "design", names: all("design"), collapsed: true },
];

/** A page's first heading. */
export function titleOf(root, path) {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(root, path), "utf8")) ?? [];
  return (title ?? path).replaceAll("`", "");
}
