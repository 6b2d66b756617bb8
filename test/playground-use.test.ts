// The playground as people use it, in a real browser: by keyboard alone, by links that were sent or
// are wrong, with choices that change while it runs, and in browsers that lack something. Skipped
// where no Chromium is found; W2S_CHROMIUM names one.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { defaults, type Settings, toHash } from "@w2s/playground";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessFaults } from "./axe.js";
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
    await page.getByText("taught by world-28 (").first().waitFor();
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
    await page.getByText("stopped", { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Run again" }).click();
    await page.getByText(/steps done/).waitFor({ timeout: 60_000 });
    await page.getByLabel("What is trained").selectOption("a new head");
    await done();
    const first = await pgr(page);
    await page.locator(".choices").getByRole("slider", { name: "Supervisor" }).press("ArrowRight");
    await page.getByText("Of the run before, until this one is done").waitFor();
    await page.getByText("taught by world-28 (").first().waitFor();
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
    await page.locator(".unrun").first().waitFor({ state: "detached", timeout: 240_000 });
    await expect
      .poll(() => page.evaluate("location.hash"), { timeout: 30_000 })
      .toBe(`#${toHash(small)}`);
    expect(await page.locator(".ladder tbody tr").count()).toBe(3);
    expect(faults).toEqual([]);
  }, 300_000);

  it("lets the gap be dragged by mouse, finger and keys; hash and result follow", async () => {
    const { page, faults, done } = await playground.open(quick, { hasTouch: true });
    await done();
    const [weak, strong] = ["Supervisor", "Student"].map((role) =>
      page.getByRole("slider", { name: `${role}, in the chart` }),
    ) as [Locator, Locator];
    const middleOf = async (grip: Locator) => {
      await grip.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await grip.boundingBox())!;
      return { x: x + width / 2, y: y + height / 2 };
    };
    /** Pixels between two rungs: world-24 and world-64 are five apart. */
    const [from, to] = [await middleOf(weak), await middleOf(strong)];
    const step = (to.x - from.x) / 5;

    const start = await middleOf(weak);
    await page.mouse.move(start.x + 5, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 5 + 1.2 * step, start.y - 40, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate("location.hash")).toBe(`#${toHash({ ...quick, supervisor: 28 })}`);
    await page.getByText("taught by world-28 (").first().waitFor();
    await done();
    expect(await weak.getAttribute("aria-valuetext")).toMatch(
      /^world-28, rung 5 of 10; ceiling \S+, supervisor \S+, student \S+$/,
    );

    // A finger, as Chromium has it from its screen.
    const finger = await middleOf(strong);
    const screen = await page.context().newCDPSession(page);
    const touch = (type: string, x?: number) =>
      screen.send("Input.dispatchTouchEvent", {
        type: type as "touchStart",
        touchPoints: x === undefined ? [] : [{ x, y: finger.y }],
      });
    await touch("touchStart", finger.x);
    for (let i = 1; i <= 4; i++) await touch("touchMove", finger.x + (i * step) / 4);
    await touch("touchEnd");
    await expect.poll(() => strong.getAttribute("aria-valuenow"), { timeout: 30_000 }).toBe("10");

    await strong.focus();
    for (const key of ["Home", "PageUp", "ArrowRight"]) await page.keyboard.press(key);
    const chosen = { ...quick, supervisor: 28, student: 28 } as const;
    expect(await page.evaluate("location.hash")).toBe(`#${toHash(chosen)}`);
    expect(await page.locator(".standing").innerText()).toMatch(/world-28 cannot be its own/);
    expect(faults).toEqual([]);
  }, 200_000);

  it("has everybody start at chance", async () => {
    const { page, done } = await playground.open({ ...quick, task: "sorted" });
    await done();
    const starts: number[][] = await page.evaluate(`
      [...document.querySelectorAll("figure.card polyline")].map((line) =>
        line.getAttribute("points").split(" ")[0].split(",").map(Number))`);
    expect(starts).toHaveLength(4);
    const half: number = await page.evaluate(`Number(
      [...document.querySelectorAll("figure.card g")].find(
        (tick) => tick.textContent === ".5").querySelector("line").getAttribute("y1"))`);
    const left: number = await page.evaluate(
      `Number(document.querySelector("figure.card line.grid").getAttribute("x1"))`,
    );
    for (const start of starts) expect(start).toEqual([left, half]);
  }, 100_000);

  it("says what became of a run, above what the run before has found", async () => {
    const { page, faults, done } = await playground.open(quick);
    await done();
    await page.getByLabel("What is trained").selectOption("the whole student");
    await page.getByText("Of the run before, until this one is done:").waitFor();
    await page.getByText(/steps done/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Of the run before; this one was stopped:").waitFor({ timeout: 60_000 });
    const again = page.getByRole("button", { name: "Run again" });
    expect(await again.count()).toBe(1);
    const same = { ...quick, supervisor: 64 } as const;
    await page.evaluate(`location.hash = "${toHash(same)}"`);
    await page.getByText("Of the run before; what is chosen now is not run:").waitFor();
    await page
      .getByText("world-64 cannot be its own supervisor: choose another size")
      .first()
      .waitFor();
    expect([await again.count(), await page.getByRole("button", { name: "Stop" }).count()]).toEqual(
      [0, 0],
    );
    expect(faults).toEqual([]);
  }, 200_000);

  it("tells of errors on purpose that no model taught them, in the page's own words", async () => {
    const { page, done } = await playground.open({ ...quick, errors: "longest" });
    await done();
    const row = page.locator(".roles tr", { hasText: "supervisor" }).first();
    expect(await row.innerText()).toContain(
      "no model: the truth, as often wrong as world-24, on the longest questions",
    );
    expect(await page.locator(".words").innerText()).not.toMatch(/--|\(\{|labels: \[/);
  }, 100_000);

  it("gives the same numbers to whoever opens a link in which nothing is the default", async () => {
    const chosen: Settings = {
      ...{ task: "sorted", supervisor: 16, student: 28, adapt: "finetune" },
      ...{ method: "bootstrapping", errors: "random", examples: 600, seeds: 1, device: "webgpu" },
    };
    const same = Object.entries(chosen).filter(
      ([key, value]) => Reflect.get(defaults, key) === value,
    );
    expect(same).toEqual([]);
    const outcomes = [];
    for (let visit = 0; visit < 2; visit++) {
      const { page, done, saved, faults } = await playground.open(toHash(chosen));
      await done();
      const { outcome, steps } = await saved();
      outcomes.push({ outcome, steps });
      expect(await page.evaluate("location.hash")).toBe(`#${toHash(chosen)}`);
      expect(faults).toEqual([]);
      await page.close();
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  }, 300_000);

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
    await page
      .getByText("world-64 cannot be its own supervisor: choose another size")
      .first()
      .waitFor();
    expect(faults).toEqual([]);
  }, 200_000);

  it.each([
    [400, "light"],
    [400, "dark"],
    [1200, "dark"],
    [1200, "light"],
  ] as const)(
    "has room, and names for all, in %i pixels, %s",
    async (width, colorScheme) => {
      const options = { viewport: { width, height: 800 }, colorScheme };
      const { page, done } = await playground.open({ ...quick, method: "bootstrapping" }, options);
      const seen = async () => [
        await page.evaluate("document.documentElement.scrollWidth"),
        await accessFaults(page),
      ];
      await page.getByRole("button", { name: "Stop" }).waitFor();
      expect(await seen()).toEqual([width, []]);
      await done();
      await page.getByText("What is what").click();
      expect(await seen()).toEqual([width, []]);
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

  it("says in one line that memory is refused, and runs what takes less", async () => {
    const playground = await startPlayground({ args: ["--js-flags=--wasm-max-mem-pages=300"] });
    try {
      const { page, done } = await playground.open({ ...defaults, examples: 4000, seeds: 5 });
      const line = page.locator(".progress p");
      await page.locator(".progress p.fault").waitFor({ timeout: 60_000 });
      expect(await line.innerText()).toBe(
        "this browser has no memory left for the page: close other tabs, or choose fewer " +
          "examples, fewer seeds or smaller models",
      );
      await page.getByText("Nothing is scored: the run failed.").waitFor();
      await page.evaluate(`location.hash = "${toHash({ ...quick, supervisor: 8, student: 16 })}"`);
      await done();
    } finally {
      await playground.close();
    }
  }, 150_000);

  it("says that the browser ended the page while it ran, and waits to be told", async () => {
    const playground = await startPlayground();
    try {
      const { page, context } = await playground.open(quick);
      await page.getByText(/steps done/).waitFor({ timeout: 60_000 });
      // What a page has that crashed is no page to the driver any more: asked for by the protocol.
      const tab = await context.newCDPSession(page);
      const evaluated = async (expression: string) =>
        (await tab.send("Runtime.evaluate", { expression })).result.value;
      const said = () => evaluated('document.querySelector(".progress")?.textContent');
      const crashed = page.waitForEvent("crash");
      tab.send("Page.crash").catch(() => undefined);
      await crashed;
      await tab.send("Page.reload");
      const line = /^the browser ended this page while it ran, mostly for want of memory: close /;
      const patient = { timeout: 60_000, interval: 200 };
      await expect.poll(said, patient).toMatch(line);
      await evaluated('document.querySelector(".progress button").click()');
      await expect.poll(said, patient).toMatch(/^done in /);

      // A page that is left while it runs was not ended by anybody.
      const left = (await playground.open({ ...quick, adapt: "finetune" })).page;
      await left.getByText(/steps done/).waitFor({ timeout: 60_000 });
      await left.reload();
      await left.getByText(/steps done/).waitFor({ timeout: 60_000 });
    } finally {
      await playground.close();
    }
  }, 150_000);

  it(
    "says which file the server lacks",
    () =>
      said([], quick, /^w2s-world-64\/model.safetensors cannot be fetched \(404\)/, (folder) =>
        rmSync(join(folder, "zoo/w2s-world-64/model.safetensors")),
      ),
    100_000,
  );
});
