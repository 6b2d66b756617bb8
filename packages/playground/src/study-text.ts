// The study of some settings as a study file has it, for whoever goes on with it in Node.

import { between, head, whole } from "./recipes.js";
import type { Settings } from "./settings.js";

/** A study file that plans the same steps as `studyOf` the settings. */
export function studyText(settings: Settings): string {
  const { task, examples, seeds, supervisor, student, adapt, errors } = settings;
  const [isProbe, isOwn] = [adapt === "probe", errors === "own"];
  const method = methodText(settings);
  const used = [
    ...(isOwn ? [] : ["errors"]),
    ...(isProbe ? [] : ["finetune"]),
    ...["model", "probe", "study", "worldNotes", "worldTask"],
    /^\w+/.exec(method)![0],
  ];
  return [
    `import { ${used.sort().join(", ")} } from "w2s";`,
    "",
    "const world = (width: number) =>",
    `  model(\`zoo:w2s-world-\${width}\`, { as: \`world-\${width}\`, pooling: "last" });`,
    `const head = ${object(head)};`,
    ...(isProbe ? [] : [`const whole = ${object(whole)};`]),
    `const weak = ${probe(supervisor)};`,
    `const student = ${isProbe ? probe(student) : `finetune(world(${student}), whole)`};`,
    "",
    "export default study({",
    '  name: "playground",',
    `  task: worldTask("${task}", { examples: ${examples} }),`,
    `  supervisors: [${isOwn ? "weak" : errorsText(errors)}],`,
    "  students: [student],",
    `  methods: [${method}],`,
    `  seeds: ${seeds},`,
    "  notes: worldNotes,",
    "});",
    "",
  ].join("\n");
}

function errorsText(where: Settings["errors"]): string {
  const judged = where === "unconfident" || where === "confidently-correct";
  return `errors({ where: "${where}", like: weak${judged ? ", of: student" : ""} })`;
}

const probe = (width: number) => `probe(world(${width}).layer(2), head)`;

function methodText({ method, supervisor, student }: Settings): string {
  if (method === "surest") return "surest({ keep: 0.5 })";
  if (method === "confidence") return "confidence({ alpha: 0.75 })";
  if (method === "label-smoothing") return "labelSmoothing()";
  if (method !== "bootstrapping") return `${method}()`;
  return `bootstrapping({ through: [${probe(between(supervisor, student))}] })`;
}

const object = (options: Readonly<Record<string, number>>): string =>
  `{ ${Object.entries(options)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ")} }`;
