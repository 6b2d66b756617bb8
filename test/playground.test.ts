// The playground in real browsers: the lab's own study, trained there, comes to what Node comes
// to, and nothing leaves the page. Skipped by name where a browser is not found.

import { type Outcome, openStore, planStudy, runPlan } from "@w2s/lab";
import { defaults, type Settings, studyOf } from "@w2s/playground";
import { afterEach, describe, expect, it } from "vitest";
import { chromiumPath } from "./chromium.js";
import { firefoxPath, savedInFirefox } from "./firefox.js";
import { type Playground, type Saved, startPlayground } from "./playground-page.js";
import { scratchFolder } from "./scratch.js";
import { serveFolder } from "./static-server.js";

/** A study that is quick in any browser. */
const quick: Settings = { ...defaults, supervisor: 24, student: 64, examples: 600, seeds: 2 };

/** Chromium's own software adapter: slow, and there wherever Chromium is. */
const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

/** By which a browser lets a page have threads. */
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

async function inNode(settings: Settings): Promise<Pick<Saved, "outcome" | "steps">> {
  const store = await openStore(scratchFolder("playground-store"));
  const places = { name: "playground", baseDir: "/", modelFolders: [] };
  const plan = await planStudy(studyOf(settings), { ...places, store, threads: 1 });
  const quiet = () => undefined;
  const reporter = { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet };
  const { signal } = new AbortController();
  const [outcome] = await runPlan(plan, { store, reporter, signal });
  return { outcome: outcome!, steps: plan.targets.map(({ name }) => name) };
}

/** Every number of everybody's scores, as far as rounding lets them be the same. */
function expectSame({ scores: one }: Outcome, { scores: other }: Outcome, digits: number): void {
  for (const role of ["weak", "student", "ceiling"] as const) {
    for (const key of ["accuracy", "auroc"] as const)
      expect(one[role][key]?.value, `${role} ${key}`).toBeCloseTo(other[role][key]!.value, digits);
    expect(one[role].logLoss, `${role} logLoss`).toBeCloseTo(other[role].logLoss!, digits);
  }
}

describe.skipIf(chromiumPath === undefined)("the playground in Chromium", () => {
  let playground: Playground | undefined;
  afterEach(() => playground?.close());

  it("comes to Node's outcome, by the same steps, in under 6 MB, and sends nothing", async () => {
    playground = await startPlayground();
    const { page, context, faults, done, saved } = await playground.open(quick);
    await done();
    expect(playground.sent()).toBeLessThan(6e6);
    const [here, there] = [await saved(), await inNode(quick)];
    expect(here.runtime).toMatch(/^onnxruntime-web .*, cpu, 1 thread$/);
    expect(here.steps).toEqual(there.steps);
    expectSame(here.outcome, there.outcome, 6);

    expect(faults).toEqual([]);

    // Nor does it need anybody, once its models are there.
    await context.setOffline(true);
    await page.getByLabel("Method").selectOption("entropy");
    await page.getByText("taught by world-24 (entropy)").first().waitFor();
    await done();
    await context.setOffline(false);

    // And could not send if it would.
    const elsewhere = await serveFolder(playground.folder);
    const asking = `fetch("${elsewhere.address}", { mode: "no-cors" })`;
    const send = `${asking}.then(() => "sent", () => "no")`;
    expect(await page.evaluate(send)).toBe("no");
    expect(await page.workers()[0]!.evaluate(send)).toBe("no");
    await page.evaluate(`new Image().src = "${elsewhere.address}icon.svg"`);
    await page.waitForTimeout(300);
    expect(elsewhere.sent()).toBe(0);
    await elsewhere.close();
  }, 200_000);

  it("finetunes as Node does", async () => {
    playground = await startPlayground();
    const settings = { ...quick, supervisor: 48, seeds: 1, adapt: "finetune" } as const;
    const { faults, done, saved } = await playground.open(settings);
    await done();
    const [here, there] = [await saved(), await inNode(settings)];
    expect(here.steps).toEqual(there.steps);
    expectSame(here.outcome, there.outcome, 5);
    expect(faults).toEqual([]);
  }, 200_000);

  it("has threads where its server isolates it, and the same outcome", async () => {
    playground = await startPlayground({ headers: isolated });
    const { page, faults, done, saved } = await playground.open(quick);
    await done();
    const cores: number = await page.evaluate("navigator.hardwareConcurrency");
    const here = await saved();
    const threads = Math.min(4, cores);
    expect(here.runtime).toContain(threads === 1 ? ", 1 thread" : `, ${threads} threads`);
    expectSame(here.outcome, (await inNode(quick)).outcome, 5);
    expect(faults).toEqual([]);
  }, 200_000);

  it("computes on WebGPU what Node's CPU computes", async (context) => {
    const patienceMs = 500_000;
    playground = await startPlayground({ args: softwareGpu, patienceMs });
    const settings = { ...quick, supervisor: 8, student: 16, seeds: 1, device: "webgpu" } as const;
    const { faults, done, saved } = await playground.open(settings);
    await done();
    const here = await saved();
    const lack = /for want of WebGPU: .*/.exec(here.runtime)?.[0];
    context.skip(lack !== undefined, `nothing was computed on WebGPU, ${lack}`);
    expect(here.runtime).toMatch(/^onnxruntime-web .*, webgpu/);
    expectSame(here.outcome, (await inNode(settings)).outcome, 3);
    expect(faults).toEqual([]);
  }, 600_000);
});

describe.skipIf(firefoxPath === undefined)("the playground in Firefox", () => {
  it.each([quick, { ...quick, supervisor: 48, seeds: 1, adapt: "finetune" } as const])(
    "comes to Node's outcome, by the same steps: %j",
    async (settings) => {
      const { saved, faults } = await savedInFirefox(settings, 100_000);
      const there = await inNode(settings);
      expect(saved.runtime).toMatch(/^onnxruntime-web .*, cpu, 1 thread$/);
      expect(saved.steps).toEqual(there.steps);
      expectSame(saved.outcome, there.outcome, 5);
      expect(faults).toEqual([]);
    },
    200_000,
  );
});
