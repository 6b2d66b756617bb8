// The packages as a stranger gets them: packed, installed into an empty folder with the registry's
// help, run and type-checked there. Needs a registry; without one it is skipped, by its name.

import { execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "./scratch.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = scratchFolder("install");

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of npm's in the folder, with nothing of a user's own settings for w2s. */
function run(
  command: string,
  args: readonly string[],
  seconds: number,
  cwd = folder,
  more: Readonly<Record<string, string>> = {},
) {
  const own = { W2S_STORE: join(folder, "store"), W2S_MODELS: "", W2S_DEVICE: "" };
  const env = { ...process.env, ...own, ...more };
  const options = { cwd, env, timeout: seconds * 1000, shell: process.platform === "win32" };
  return new Promise<Ended>((resolve) => {
    execFile(command, [...args], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

const asked = ["view", "onnxruntime-node", "version", "--fetch-retries=0", "--fetch-timeout=5000"];
const hasRegistry = (await run("npm", asked, 15)).code === 0;

describe.skipIf(!hasRegistry)("the packages, from a registry", () => {
  const tarballs = join(folder, "tarballs");
  const project = join(folder, "project");
  let files: readonly string[];
  beforeAll(async () => {
    mkdirSync(tarballs);
    mkdirSync(project);
    const pack = ["pack", "--workspaces", "--ignore-scripts", "--pack-destination", tarballs];
    expect(await run("npm", pack, 60, root)).toMatchObject({ code: 0 });
    files = readdirSync(tarballs).map((name) => join(tarballs, name));
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    expect(await run("npm", ["install", ...quiet, ...files], 180, project)).toMatchObject({
      code: 0,
    });
  }, 240_000);

  it("show the demo in an empty folder, whose three bullets are what its results say", async () => {
    const { code, out, err } = await run("npx", ["w2s", "demo"], 550, project);
    expect([code, err]).toEqual([0, expect.stringContaining("written to runs/demo: ")]);
    const bullets = bulletsIn(out);
    expect(bullets).toHaveLength(3);
    const made = join(project, "runs/demo");
    const { outcomes } = JSON.parse(readFileSync(join(made, "results.json"), "utf8"));
    expectTrue(bullets, outcomes);
    expect(statSync(join(made, "report.html")).size).toBeLessThan(2_000_000);
    const page = readFileSync(join(made, "report.html"), "utf8");
    for (const bullet of bullets) expect(wordsOf(page)).toContain(bullet);
  }, 560_000);

  it("load, each by its name", async () => {
    const names = readdirSync(join(project, "node_modules", "@w2s")).map((name) => `@w2s/${name}`);
    expect(names).toContain("@w2s/studio");
    const lines = ["w2s", ...names.filter((name) => name !== "@w2s/zoo")].map(
      (name) => `console.log("${name}", Object.keys(await import("${name}")).length > 0)`,
    );
    writeFileSync(join(project, "load.mjs"), lines.join("\n"));
    const { code, out, err } = await run(process.execPath, ["load.mjs"], 60, project);
    expect([code, err, out.includes("false")]).toEqual([0, "", false]);
    expect(out.trim().split("\n")).toHaveLength(lines.length);
  }, 70_000);

  it("open the studio, where a labelling project is made", async () => {
    const door = join(project, "node_modules", "w2s", "bin", "w2s.js");
    const studio = spawn(process.execPath, [door, "studio", "--port", "0"], { cwd: project });
    try {
      const address = await new Promise<string>((done, fail) => {
        studio.stdout.once("data", (line: Buffer) => done(String(line).trim()));
        studio.once("close", () => fail(new Error("the studio ended")));
      });
      const page = await (await fetch(address)).text();
      const [, script] = /src="\/(assets\/[^"]+)"/.exec(page)!;
      expect(await (await fetch(`${address}${script}`)).text()).toContain("w2s studio");
      const wish = { what: "world:sorted", name: "sorted", splits: ["transfer"], arms: ["alone"] };
      const made = await fetch(`${address}api/making`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...wish, items: 20 }),
      });
      expect([made.status, await made.text()]).toEqual([200, '{"project":"sorted"}']);
      const about = await (await fetch(`${address}api/label/sorted`)).text();
      expect(JSON.parse(about)).toMatchObject({ task: "sorted", items: 20 });
    } finally {
      studio.kill();
    }
  }, 100_000);

  it("write the playground", async () => {
    const asked = ["w2s", "playground", "--to", "playground"];
    const { code, err } = await run("npx", asked, 60, project);
    expect([code, err]).toEqual([0, ""]);
    expect(existsSync(join(project, "playground", "index.html"))).toBe(true);
  }, 70_000);

  it("run on several processes", async () => {
    const quick = ["--seed", "0", "--limit", "200", "--set", "epochs=1", "--workers", "2"];
    const { code, err } = await run("npx", ["w2s", "demo", ...quick], 150, project);
    expect([code, err]).toEqual([0, expect.stringContaining("written to runs/demo-limit-200")]);
  }, 160_000);

  it("install with their steps on by the README's setting, and doctor finds no fault", async () => {
    const second = join(folder, "second");
    mkdirSync(second);
    const on = ["--ignore-scripts=false", "--foreground-scripts", "--prefer-offline"];
    const install = ["install", ...on, "--no-audit", "--no-fund", ...files];
    const setting = { ONNXRUNTIME_NODE_INSTALL: "skip" };
    const { code, out } = await run("npm", install, 240, second, setting);
    expect([code, out]).toEqual([0, expect.stringContaining("node ./script/install")]);
    const doctor = await run("npx", ["w2s", "doctor"], 60, second);
    expect([doctor.code, doctor.err]).toEqual([0, ""]);
    expect(doctor.out).toMatch(/^ok {4}node /);
    expect(doctor.out).toMatch(/^ok {4}onnxruntime-node /m);
    expect(doctor.out).not.toContain("FAIL");
    rmSync(second, { recursive: true });
  }, 310_000);

  it.each(["nodenext", "bundler"])(
    "have types that resolve by %s",
    async (moduleResolution) => {
      writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
      writeFileSync(join(project, "use.ts"), use);
      const compilerOptions = {
        module: moduleResolution === "bundler" ? "esnext" : moduleResolution,
        moduleResolution,
        target: "es2023",
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        resolveJsonModule: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      };
      const config = JSON.stringify({ compilerOptions, files: ["use.ts"] });
      writeFileSync(join(project, "tsconfig.json"), config);
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      expect(await run(process.execPath, [tsc, "-p", "."], 100, project)).toEqual({
        code: 0,
        out: "",
        err: "",
      });
    },
    110_000,
  );

  it("say what to do when the runtime's install was cut short", async () => {
    rmSync(join(project, "node_modules/onnxruntime-node/bin"), { recursive: true });
    expect(existsSync(join(project, "node_modules/onnxruntime-node"))).toBe(true);
    const { code, out, err } = await run("npx", ["w2s", "doctor"], 30, project);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^w2s: onnxruntime-node cannot be loaded .*ONNXRUNTIME_NODE_INSTALL=skip.*\n$/,
    );
  }, 40_000);
});

/** What the list's items say, each in one line. */
function bulletsIn(out: string): string[] {
  const [list] = out.split("\n\n", 1);
  return list!
    .trim()
    .split(/^- /m)
    .map((item) => item.replaceAll(/\s+/g, " ").trim())
    .filter((item) => item !== "");
}

/** What a page says, without its marks. */
const wordsOf = (page: string): string =>
  page
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/\s+/g, " ");

interface Difference {
  readonly value: number;
  readonly low: number;
}

interface Row {
  readonly task: string;
  readonly pgr: { readonly defined: boolean };
  readonly gain: Difference;
  readonly arms: {
    readonly [arm in "uninformed" | "selfTaught"]: { readonly difference: Difference };
  };
}

/** Counts again, from the results, what the bullets say. */
function expectTrue([counts, arms, overall]: readonly string[], rows: readonly Row[]): void {
  const tasks = new Set(rows.map(({ task }) => task)).size;
  expect(counts).toMatch(new RegExp(`^Of ${rows.length} comparisons on ${tasks} tasks, `));
  const told = [...counts!.matchAll(/ in (\d+) (.*?)(?=, in \d| and in \d|\.$)/g)];
  const number = (words: string) =>
    told.reduce((sum, [, n, what]) => sum + (what!.includes(words) ? Number(n) : 0), 0);
  expect(number("")).toBe(rows.length);
  expect(number("PGR is undefined")).toBe(rows.filter(({ pgr }) => !pgr.defined).length);
  const clear = rows.filter(({ pgr, gain }) => pgr.defined && gain.low > 0).length;
  expect(number("clearly beat its supervisor") + number("something else")).toBe(clear);
  for (const [name, words] of [
    ["uninformed", "the student taught by labels without information"],
    ["selfTaught", "the self-taught student"],
  ] as const) {
    const beaten = rows.filter((row) => row.arms[name].difference.low > 0).length;
    expect(arms).toContain(`${words} in ${beaten} of ${rows.length}`);
  }
  // Tasks have as many rows each, so that their mean is the rows'.
  const mean = rows.reduce((sum, { gain }) => sum + gain.value, 0) / rows.length;
  const said = /Mean gain over all rows ([+-])(\.\d{3}) \[/.exec(overall!)!;
  expect(Number(said[1] + said[2]!)).toBeCloseTo(mean, 3);
}

const use = `import { openStore } from "@w2s/lab";
import { openBucketStore } from "@w2s/bucket";
import { workersExecutor } from "@w2s/cluster";
import { writePlayground } from "@w2s/playground";
import { serveStudio } from "@w2s/studio";
import { resolveModel } from "@w2s/models";
import { add } from "@w2s/grad";
import { plain } from "@w2s/base";
import { score } from "@w2s/report";
import { confidence, finetune, model, naive, probe, study, table, worldTask } from "w2s";
import about from "w2s/package.json" with { type: "json" };

export const version: string = about.version;
export const used: readonly unknown[] = [openStore, resolveModel, add, plain, score, worldTask];
export const more = [openBucketStore, workersExecutor, writePlayground, serveStudio];
export default study({
  task: table("reviews.csv", { text: "text", label: "label" }),
  supervisors: probe(model("a").layer(0)),
  students: finetune(model("b"), { epochs: 2 }),
  methods: [naive(), confidence({ alpha: 0.5 })],
});
// Types are there, and say no.
// @ts-expect-error no such option
probe(model("a").layer(0), { epoch: 3 });
`;
