// The playground as people use it, in a real browser: by keyboard alone, by links that were sent or
// are wrong, with choices that change while it runs, and in browsers that lack something. Skipped
// where no Chromium is found; W2S_CHROMIUM names one.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { defaults, type Settings, toHash } from "@w2s/playground";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "./chromium.js";
import { type Playground, startPlayground } from "./playground-page.js";

const quick: Settings = { ...defaults, supervisor: 24, student: 64, examples: 600, seeds: 1 };

const pgr = (page: Page) => page.locator(".pgr").innerText();

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const hasFocus = `(() => {
    const { activeElement: at } = document;
    return [at.textContent, ...[...(at.labels ?? [])].map((label) => label.textContent)]
      .some((text) => text?.startsWith(${JSON.stringify(name)}));
  })()`;
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(hasFocus)) return;
  }
  throw new Error(`Tab never comes to "${name}"`);
}

describe.skipIf(chromiumPath === undefined)("the playground in use", () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await startPlayground();
  });
  afterAll(() => playground?.close());

  it("is used by keyboard alone, and a link gives the same result", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, faults, done } = await playground.open(quick, { permissions });
    await done();
    await tabTo(page, "Supervisor");
    await page.keyboard.press("ArrowRight");
    await page.getByText("taught by world-28:2/last").first().waitFor();
    await tabTo(page, "Method");
    await page.keyboard.press("ArrowDown");
    await page.getByText("(confidence)").first().waitFor();
    await done();
    await tabTo(page, "Overruled, rightly");
    await page.keyboard.press("ArrowRight");
    await page.getByText("disagrees with its supervisor, and is wrong").waitFor();
    await tabTo(page, "Copy the link");
    await page.keyboard.press("Enter");
    await page.getByText("the link is copied").waitFor();

    const link: string = await page.evaluate("navigator.clipboard.readText()");
    const chosen = { ...quick, supervisor: 28, method: "confidence" } as const;
    expect(link).toBe(`${playground.address}#${toHash(chosen)}`);
    const again = await playground.open(chosen);
    await again.done();
    expect(await pgr(again.page)).toBe(await pgr(page));
    expect([...faults, ...again.faults]).toEqual([]);
  }, 200_000);

  it("follows choices that change while it runs, and has what it ran before at once", async () => {
    const { page, faults, done } = await playground.open({ ...quick, adapt: "finetune" });
    await page.getByText(/steps done/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("stopped").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Run again" }).click();
    await page.getByText(/steps done/).waitFor({ timeout: 60_000 });
    await page.getByLabel("What is trained").selectOption("a new head");
    await done();
    const first = await pgr(page);
    await page.getByRole("slider", { name: "Supervisor" }).press("ArrowRight");
    await page.getByText("Of the run before, until this one is done").waitFor();
    await page.getByText("taught by world-28:2/last").first().waitFor();
    await page.getByRole("button", { name: "world-24" }).click();
    await page.waitForTimeout(100);
    expect(await pgr(page)).toBe(first);
    expect(await page.getByRole("img", { name: /student: right on test \./ }).count()).toBe(1);
    expect(faults).toEqual([]);
  }, 200_000);

  it("runs every weaker supervisor in turn, and comes back to the one chosen", async () => {
    const small = { ...quick, supervisor: 16, student: 24 } as const;
    const { page, faults } = await playground.open(small);
    await page.getByRole("button", { name: "Run every weaker supervisor" }).click();
    await page.locator(".unrun").first().waitFor({ state: "detached", timeout: 60_000 });
    await expect.poll(() => page.evaluate("location.hash")).toBe(`#${toHash(small)}`);
    expect(await page.locator(".ladder tbody tr").count()).toBe(3);
    expect(faults).toEqual([]);
  }, 200_000);

  it("takes a wrong link for what can be understood of it", async () => {
    const choices = "task=chess&supervisor=24&student=64&examples=600&seeds=1";
    const link = `${choices}&edition=0&%F0%9F&&=&a=1`;
    const { page, faults, done } = await playground.open(link);
    await page.getByText('the link\'s task cannot be "chess": the default is taken').waitFor();
    await page.getByText('the link is of edition "0" of this page').waitFor();
    await page.getByText(/"a": this page has no such choice/).waitFor();
    await done();
    expect(await page.evaluate("location.hash")).toBe(`#${toHash(quick)}`);
    await page.evaluate("location.hash = 'supervisor=64&student=64'");
    await page.getByText("world-64 cannot be its own supervisor: choose another size").waitFor();
    expect(faults).toEqual([]);
  }, 200_000);

  it.each([
    [400, "light"],
    [400, "dark"],
    [1200, "dark"],
  ] as const)(
    "has room in %i pixels, %s",
    async (width, colorScheme) => {
      const options = { viewport: { width, height: 800 }, colorScheme };
      const { page, done } = await playground.open({ ...quick, method: "bootstrapping" }, options);
      await done();
      await page.getByText("What is what").click();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    },
    100_000,
  );
});

describe.skipIf(chromiumPath === undefined)("a browser or a server that lacks something", () => {
  /** What the page says where a browser is started so. */
  async function said(
    args: readonly string[],
    settings: Settings,
    line: RegExp,
    before: (folder: string) => void = () => undefined,
  ): Promise<void> {
    const playground = await startPlayground({ args });
    try {
      before(playground.folder);
      const { page } = await playground.open(settings);
      await page.getByText(line).first().waitFor({ timeout: 60_000 });
    } finally {
      await playground.close();
    }
  }

  it(
    "computes on WebAssembly where there is no WebGPU, and says why",
    () =>
      said(
        ["--disable-features=WebGPU"],
        { ...quick, device: "webgpu" },
        /^done in .* cpu, 1 thread, for want of WebGPU: (this browser has none|there is no)/,
      ),
    100_000,
  );

  it(
    "says that WebAssembly is switched off",
    () => said(["--js-flags=--jitless"], quick, /^this browser has WebAssembly switched off/),
    100_000,
  );

  it(
    "says that memory ran out, and what takes less",
    () =>
      said(
        ["--js-flags=--wasm-max-mem-pages=300"],
        { ...defaults, examples: 4000, seeds: 5 },
        /^this browser has no memory left for the page: choose fewer examples/,
      ),
    100_000,
  );

  it(
    "says which file the server lacks",
    () =>
      said([], quick, /^w2s-world-64\/model.safetensors cannot be fetched \(404\)/, (folder) =>
        rmSync(join(folder, "zoo/w2s-world-64/model.safetensors")),
      ),
    100_000,
  );
});
