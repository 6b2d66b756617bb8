// A labelling session of 60 items in a real browser, by keyboard alone, browser and server killed
// on the way; then its file is the supervisor of a study. Skipped where no Chromium is found;
// W2S_CHROMIUM names one.

import { type ChildProcess, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessFaults } from "./axe.js";
import { chromiumPath, launchChromium } from "./chromium.js";
import { scratchFolder } from "./scratch.js";

const w2s = fileURLToPath(new URL("../packages/cli/bin/w2s.js", import.meta.url));

const studyText = `import { drawn, labels, probe, study, worldTask } from "w2s";
export default study({
  task: worldTask("sorted", { examples: 150 }),
  supervisors: [labels("labelling/sorted/people.jsonl", { test: "transfer" })],
  students: [probe(drawn(8), { epochs: 20 })],
  seeds: 1,
});
`;

describe.skipIf(chromiumPath === undefined)("a labelling session in Chromium", () => {
  let folder: string;
  const running: ChildProcess[] = [];
  const browsers: Browser[] = [];
  beforeAll(async () => {
    folder = scratchFolder("labelling");
    await writeFile(join(folder, "people.study.ts"), studyText);
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close().catch(() => undefined);
    for (const child of running) child.kill("SIGKILL");
  });

  const path = () => join(folder, "labelling", "sorted", "people.jsonl");
  const lines = async () =>
    (await readFile(path(), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  /** A command to its end: its exit code, and what it printed. */
  function command(...args: string[]): Promise<{ code: number | null; text: string }> {
    const child = spawn(process.execPath, [w2s, ...args], { cwd: folder });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => {
        text += part;
      });
    return new Promise((done) => child.on("close", (code) => done({ code, text })));
  }

  /** A studio of its own process, and its address. */
  async function studio(port: string): Promise<{ address: string; child: ChildProcess }> {
    const child = spawn(process.execPath, [w2s, "studio", "--port", port], { cwd: folder });
    running.push(child);
    const address = await new Promise<string>((done, fail) => {
      child.stdout.on("data", (part: Buffer) => done(String(part).trim()));
      child.on("close", () => fail(new Error("the studio ended")));
    });
    return { address, child };
  }

  function kill(child: ChildProcess): Promise<unknown> {
    const ended = new Promise((done) => child.on("close", done));
    child.kill("SIGKILL");
    return ended;
  }

  async function opened(address: string): Promise<{ page: Page; browser: Browser }> {
    const browser = await launchChromium();
    browsers.push(browser);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(15_000);
    await page.goto(`${address}label/sorted`);
    return { page, browser };
  }

  const answered = async (page: Page) =>
    Number(/^(\d+) of/.exec((await page.locator(".progress span").textContent()) ?? "")?.[1]);

  /** Until so many answers are stored. */
  const until = (page: Page, count: number) =>
    page.locator(".progress span", { hasText: new RegExp(`^${count} of`) }).waitFor();

  /** Answers the item that is shown, by keys: right most of the time, as a person would be. */
  async function answer(page: Page): Promise<void> {
    const before = await answered(page);
    const text = (await page.locator(".item .text").textContent())!;
    const digits = text.split(" ").filter((word) => /^\d$/.test(word));
    const isSorted = digits.every((digit, i) => i === 0 || digit >= digits[i - 1]!);
    await page.keyboard.press(isSorted ? "2" : "1");
    await page.keyboard.press(before % 3 === 0 ? "s" : "d");
    await until(page, before + 1);
  }

  async function sitDown(page: Page, isBack: boolean): Promise<void> {
    await page.getByLabel("Your name").focus();
    await page.keyboard.type("ada");
    await page.keyboard.press("Enter");
    if (isBack) {
      await page.getByText('ada" has labelled').waitFor();
      await page.keyboard.press("Enter");
    }
    await page.locator(".item").waitFor();
  }

  it("keeps every answer, by keyboard, through kills, and then teaches a study", async () => {
    const made = await command("label", "init", "people.study.ts", "--to", "labelling/sorted");
    expect(made.text).toContain("of sorted (transfer, validation), alone");
    const items = Number(/(\d+) items/.exec(made.text)![1]);
    expect(items).toBe(60);

    const first = await studio("0");
    const port = new URL(first.address).port;
    const one = await opened(first.address);
    await sitDown(one.page, false);
    for (let i = 0; i < 10; i++) await answer(one.page);
    // Skipped, then taken back; then the last answer is taken back and given again.
    await one.page.keyboard.press("0");
    await one.page.getByText("item 12 of").waitFor();
    await one.page.keyboard.press("u");
    await one.page.getByText("item 11 of").waitFor();
    await one.page.keyboard.press("u");
    await one.page.getByText("item 10 of").waitFor();
    await answer(one.page);
    for (let i = 0; i < 10; i++) await answer(one.page);

    // The server dies. What is answered meanwhile waits in the page, and is stored when it is back.
    await kill(first.child);
    await one.page.keyboard.press("1");
    await one.page.keyboard.press("d");
    await one.page.getByText("Your answer is kept here").waitFor();
    const second = await studio(port);
    await until(one.page, 21);
    for (let i = 0; i < 9; i++) await answer(one.page);

    // Browser and server die together.
    await Promise.all([kill(second.child), one.browser.close()]);
    const standing = (await lines()).filter(({ what }) => what === "answered").length;
    const third = await studio("0");
    const two = await opened(third.address);
    await sitDown(two.page, true);
    expect(await answered(two.page)).toBe(30);
    for (let i = 30; i < items; i++) await answer(two.page);
    await two.page.getByText("Nothing is left for you").waitFor();
    const said = await lines();
    // 30 stood, and one that was taken back.
    expect(standing).toBe(31);
    expect(new Set(said.flatMap(({ id }) => id ?? [])).size).toBe(items);
    expect(said.filter(({ what }) => what === "answered")).toHaveLength(items + 1);
    expect(new Set(said.map(({ annotator }) => annotator))).toEqual(new Set(["ada"]));

    await two.page.getByRole("button", { name: "labelling is over" }).press("Enter");
    await two.page.getByRole("link", { name: "results" }).press("Enter");
    await two.page.getByText("Accuracy, by who judged").waitFor();
    await kill(third.child);

    const results = await command("label", "results", "labelling/sorted");
    expect(results.text).toMatch(new RegExp(`sorted: ${items} of ${items} items labelled`));
    const ran = await command(
      ...["run", "people.study.ts", "--threads", "1", "--store", join(folder, "store")],
    );
    expect(ran.code, ran.text).toBe(0);
    expect(ran.text).toMatch(/labels of people: right on (\.9|1\.000)/);
  }, 240_000);

  it("makes a project on a page; two label it, and are told how far they agree", async () => {
    const { address, child } = await studio("0");
    const browser = await launchChromium();
    browsers.push(browser);
    const made = await browser.newPage();
    made.setDefaultTimeout(30_000);
    await made.goto(`${address}label`);
    await made.getByRole("link", { name: "Make a project" }).press("Enter");
    await made.getByLabel("study, file or task").selectOption("people.study.ts");
    await made.getByLabel("name of the project").fill("two");
    await made.getByLabel("at most this many items").fill("6");
    await made.getByLabel("annotators per item").fill("2");
    await made.getByLabel("seconds per item").fill("30");
    await made.getByLabel("guidelines").fill("# Sorted?\n\nEqual neighbours are **in order**.");
    await made.getByLabel("a debate").press("Space");
    await made.getByLabel("nothing").press("Space");
    expect(await accessFaults(made)).toEqual([]);
    await made.getByRole("button", { name: "make it" }).press("Enter");
    await made.getByLabel("Your name").waitFor();

    const people = [];
    for (const name of ["ada", "bo"]) {
      const page = await (await browser.newContext()).newPage();
      page.setDefaultTimeout(30_000);
      await page.clock.install();
      await page.goto(`${address}label/two`);
      await page.getByLabel("Your name").waitFor();
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      await page.getByText("item 1 of 6").waitFor();
      people.push(page);
    }
    const [ada, bo] = people as [Page, Page];
    expect(await accessFaults(ada)).toEqual([]);
    expect(await ada.getByRole("region", { name: "A debate" }).count()).toBe(1);
    expect(await ada.locator(".markdown strong").textContent()).toBe("in order");
    for (const [page, first] of [[ada, 1] as const, [bo, 2] as const]) {
      for (let i = 1; i <= 5; i++) {
        await page.getByText(`item ${i} of 6`).waitFor();
        await page.keyboard.press(i === first ? "1" : "2");
        await page.keyboard.press("d");
      }
      await page.getByText("item 6 of 6").waitFor();
      // Time passes, and the item with it.
      await page.clock.fastForward(31_000);
      await page.getByText("Nothing is left for you").waitFor();
    }
    // Of five items each said "no" of one: they agree on three, chance has them agree on 17 of 25.
    const told = bo.locator(".figures dl");
    await told.getByText(".600").first().waitFor();
    expect(await told.textContent()).toContain("Cohen's kappa-.250");
    const path = join(folder, "labelling", "two", "people.jsonl");
    const said = (await readFile(path, "utf8")).trim().split("\n");
    const late = said.map((line) => JSON.parse(line)).filter(({ what }) => what === "late");
    expect(late.map(({ annotator, arm }) => [annotator, arm])).toEqual([
      ["ada", "debate"],
      ["bo", "debate"],
    ]);
    await kill(child);
  }, 180_000);
});
