// The packages as a stranger gets them: packed, installed into an empty folder with the registry's
// help, run and type-checked there. Needs a registry; without one it is skipped, by its name.

import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
function run(command: string, args: readonly string[], seconds: number, cwd = folder) {
  const env = { ...process.env, W2S_STORE: join(folder, "store"), W2S_MODELS: "" };
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
  beforeAll(async () => {
    mkdirSync(tarballs);
    mkdirSync(project);
    const pack = ["pack", "--workspaces", "--ignore-scripts", "--pack-destination", tarballs];
    expect(await run("npm", pack, 60, root)).toMatchObject({ code: 0 });
    const files = readdirSync(tarballs).map((name) => join(tarballs, name));
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    expect(await run("npm", ["install", ...quiet, ...files], 180, project)).toMatchObject({
      code: 0,
    });
  }, 240_000);

  it("show the demo in an empty folder", async () => {
    const quick = ["--seed", "0", "--limit", "400", "--set", "epochs=1"];
    const { code, out, err } = await run("npx", ["w2s", "demo", ...quick], 150, project);
    expect([code, err]).toEqual([0, expect.stringContaining("written to runs/demo-limit-400:")]);
    expect(out).toContain("- Of 24 comparisons on 3 tasks, in");
  }, 160_000);

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

  it("have onnxruntime-node's install step do nothing by the README's setting", async () => {
    process.env.ONNXRUNTIME_NODE_INSTALL = "skip";
    const rebuild = [
      "rebuild",
      "onnxruntime-node",
      "--ignore-scripts=false",
      "--foreground-scripts",
    ];
    const { code, out } = await run("npm", rebuild, 60, project);
    delete process.env.ONNXRUNTIME_NODE_INSTALL;
    expect([code, out]).toEqual([0, expect.stringContaining("node ./script/install")]);
  }, 70_000);

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
