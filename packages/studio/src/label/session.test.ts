import { appendFile, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { annotatorAgreement } from "@w2s/lab/labelling";
import { afterEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { makeTexts } from "../../test/projects.js";
import { liveFigures } from "./figures.js";
import { itemPage } from "./item-list.js";
import type { Turn } from "./messages.js";
import { projectFiles, type Settings } from "./project.js";
import { Session } from "./session.js";

const opened: Session[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

async function openAt(folder: string): Promise<Session> {
  const session = await Session.open(folder, "a test");
  opened.push(session);
  return session;
}

/** A new project and its session. */
async function begun(count = 12, settings: Partial<Settings> = {}) {
  const folder = scratchFolder("session");
  await makeTexts(folder, count, { settings });
  return { folder, session: await openAt(folder), path: join(folder, projectFiles.people) };
}

async function seated(session: Session, name: string): Promise<string> {
  const joined = await session.join(name, undefined, false);
  if ("ask" in joined) throw new Error(joined.ask);
  return joined.token;
}

const answer = ({ item }: Turn, label: number, more: object = {}) => ({
  id: item!.id,
  hash: item!.hash,
  what: "answered",
  label,
  confidence: 0.75,
  ms: 1200,
  ...more,
});

const linesOf = async (path: string) =>
  (await readFile(path, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("a labelling session", () => {
  it("stores each answer before it is acknowledged, and goes on from the file alone", async () => {
    const { folder, session, path } = await begun();
    const token = await seated(session, "ada");
    const first = session.next(token);
    const second = await session.say(token, answer(first, 1));
    expect((await linesOf(path)).at(-1)).toMatchObject({
      what: "answered",
      annotator: "ada",
      id: first.item!.id,
      hash: first.item!.hash,
      arm: "alone",
      label: 1,
      confidence: 0.75,
      ms: 1200,
    });
    await session.say(token, answer(second, 0, { what: "skipped" }));
    await session.close();
    opened.pop();
    const again = await openAt(folder);
    // The tab kept its token: it is not asked who it is.
    expect(await again.join("ada", token, false)).toEqual({ name: "ada", token });
    const { item, progress } = again.next(token);
    expect([first.item!.id, second.item!.id]).not.toContain(item!.id);
    expect(progress).toEqual({ done: 2, left: 10, answers: 1, wanted: 12, closed: false });
  });

  it("takes an answer back by a line, as often as there are answers", async () => {
    const { session, path } = await begun();
    const token = await seated(session, "ada");
    const first = session.next(token);
    const second = await session.say(token, answer(first, 1));
    await session.say(token, answer(second, 0));
    expect((await session.undo(token)).item!.id).toBe(second.item!.id);
    expect((await session.undo(token)).item!.id).toBe(first.item!.id);
    await expect(session.undo(token)).rejects.toThrow("nothing to take back");
    const whats = (await linesOf(path)).map(({ what }) => what);
    expect(whats).toEqual(["joined", "answered", "answered", "undone", "undone"]);
    expect(session.standing.total).toBe(0);
  });

  it("cuts off what a dying process left half written", async () => {
    const { folder, session, path } = await begun();
    const token = await seated(session, "ada");
    await session.say(token, answer(session.next(token), 1));
    await session.close();
    opened.pop();
    const whole = await readFile(path, "utf8");
    await appendFile(path, '{"what":"answered","at":"20');
    const again = await openAt(folder);
    expect([again.torn, again.standing.total]).toEqual([27, 1]);
    expect(await readFile(path, "utf8")).toBe(whole);
  });

  it("asks whoever takes a name that is taken, and never mixes two", async () => {
    const { folder, session } = await begun();
    const token = await seated(session, "ada");
    await session.say(token, answer(session.next(token), 1));
    const other = await session.join("ada", undefined, false);
    expect(other).toEqual({ ask: expect.stringContaining("labels in another window") });
    const here = await session.join("ada", undefined, true);
    expect(() => session.next(token)).toThrow("nobody sits at this page");
    expect(here).toEqual({ name: "ada", token: expect.not.stringMatching(token) });
    await session.close();
    opened.pop();
    const again = await openAt(folder);
    const later = await again.join("ada", undefined, false);
    expect(later).toEqual({ ask: expect.stringContaining("has labelled 1 items before") });
    await expect(again.join(" ".repeat(81), undefined, false)).rejects.toThrow("1 to 80");
  });

  it("lets in whom the project names", async () => {
    const { session } = await begun(12, { annotators: ["ada", "bob"] });
    await expect(session.join("eve", undefined, false)).rejects.toThrow(
      '"eve" is none of this project\'s annotators: ada, bob',
    );
  });

  it("is alone on its folder", async () => {
    const { folder } = await begun();
    await expect(Session.open(folder, "another")).rejects.toThrow("a studio is open there already");
    const anew = makeTexts(folder, 12, { text: "another", update: true });
    await expect(anew).rejects.toThrow(/a studio is open there already, at a test \(process \d+\)/);
    expect(await readFile(join(folder, projectFiles.items), "utf8")).not.toContain("another");
  });

  it("gives two annotators different items, and each item as many as it wants", async () => {
    const { session } = await begun(12, { perItem: 2 });
    const tokens = [await seated(session, "ada"), await seated(session, "bob")];
    const turns = tokens.map((token) => session.next(token));
    expect(turns[0]!.item!.id).toBe(turns[1]!.item!.id);
    await seated(session, "eve").then((token) => tokens.push(token));
    expect(session.next(tokens[2]).item!.id).not.toBe(turns[0]!.item!.id);
    for (let i = 0; i < 12; i++) {
      for (const token of tokens) {
        const turn = session.next(token);
        if (turn.item) await session.say(token, answer(turn, i % 2));
      }
    }
    expect([...session.standing.answers]).toEqual(new Array(12).fill(2));
  });

  it("ends an item when its time is over, whatever the page says", async () => {
    const { session, path } = await begun(12, { limitSeconds: 5 });
    const token = await seated(session, "ada");
    await session.say(token, answer(session.next(token), 1, { ms: 6400 }));
    await session.say(token, answer(session.next(token), 1, { ms: 6600 }));
    expect((await linesOf(path)).map(({ what }) => what)).toEqual(["joined", "answered", "late"]);
  });

  it("asks again about items that changed, and says how many answers that cost", async () => {
    const { folder, session } = await begun();
    const token = await seated(session, "ada");
    const first = session.next(token);
    await session.say(token, answer(first, 1));
    await session.close();
    opened.pop();
    await makeTexts(folder, 12, { text: "another", update: true });
    const again = await openAt(folder);
    await again.join("ada", token, false);
    expect(again.next(token).item!.id).toBe(first.item!.id);
    expect(liveFigures(again).stale).toBe(1);
    await expect(again.say(token, answer(first, 1))).rejects.toThrow("changed since it was shown");
  });

  it("keeps the file as it was when the disk is full, and stores the answer later", async () => {
    const { session, path, folder } = await begun();
    const token = await seated(session, "ada");
    const turn = session.next(token);
    const before = await readFile(path, "utf8");
    const probe = await open(join(folder, "probe"), "w");
    const handle = Object.getPrototypeOf(probe);
    await probe.close();
    const real = handle.appendFile;
    const full = vi.spyOn(handle, "appendFile").mockImplementation(async function (
      this: unknown,
      bytes: unknown,
    ) {
      await real.call(this, (bytes as Buffer).subarray(0, 20));
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    });
    await expect(session.say(token, answer(turn, 1))).rejects.toMatchObject({
      status: 507,
      message: `${path}: the disk is full; your answer is kept in the page until it can be stored`,
    });
    full.mockRestore();
    expect(await readFile(path, "utf8")).toBe(before);
    expect(session.standing.total).toBe(0);
    await session.say(token, answer(turn, 1));
    expect((await linesOf(path)).at(-1)).toMatchObject({ what: "answered", id: turn.item!.id });
  });

  it("writes nothing beside somebody else", async () => {
    const { session, path } = await begun();
    const token = await seated(session, "ada");
    await appendFile(path, "{}\n");
    await expect(session.say(token, answer(session.next(token), 1))).rejects.toThrow(
      "was changed by others",
    );
  });

  it("refuses what is no answer, and everything when labelling is over", async () => {
    const { session } = await begun();
    const token = await seated(session, "ada");
    const turn = session.next(token);
    await expect(session.say(token, answer(turn, 2))).rejects.toThrow('"label" must be 0 to 1');
    await expect(session.say(token, answer(turn, 1, { ms: -1 }))).rejects.toThrow('"ms"');
    await expect(session.say("nobody", answer(turn, 1))).rejects.toThrow("nobody sits");
    await expect(session.finish(token, false)).rejects.toThrow("0 of 12 answers are there");
    expect((await session.finish(token, true)).progress.closed).toBe(true);
    await expect(session.say(token, answer(turn, 1))).rejects.toThrow("labelling is over");
  });

  it("tells agreement by the lab's own measure", async () => {
    const { session } = await begun(12, { perItem: 3 });
    const names = ["ada", "bob", "eve"];
    const tokens = [];
    for (const name of names) tokens.push(await seated(session, name));
    const votes = [];
    for (let i = 0; i < 30; i++) {
      const turn = session.next(tokens[i % 3]);
      const label = Number((i * 7) % 5 > 1);
      if (!turn.item) continue;
      votes.push({
        example: turn.item.place,
        annotator: i % 3,
        probabilities: [1 - label, label],
      });
      await session.say(tokens[i % 3]!, answer(turn, label));
    }
    const { agreement, speed } = liveFigures(session);
    expect(agreement).toEqual(annotatorAgreement(votes));
    expect(agreement.alpha).not.toBeNull();
    expect(speed.map(({ seconds }) => seconds)).toEqual([1.2, 1.2, 1.2]);
  });

  it("lists items a window at a time, and does not stall on 100,000", async () => {
    const { session } = await begun(100_000, { perItem: 1 });
    const token = await seated(session, "ada");
    await session.say(token, answer(session.next(token), 1));
    const start = performance.now();
    const page = itemPage(session, "ada", 99_990, 200);
    session.next(token);
    expect(performance.now() - start).toBeLessThan(5000);
    expect([page.total, page.from, page.items.length]).toEqual([100_000, 99_990, 10]);
    expect(itemPage(session, "ada", 0, 10_000).items).toHaveLength(200);
    expect(itemPage(session, "ada", 0, 1).items[0]!.said).toMatchObject({ label: 1 });
  });

  it("refuses a line that is none of its own by its place", async () => {
    const { folder, session, path } = await begun();
    await session.close();
    opened.pop();
    await writeFile(path, '{"what":"answered","annotator":"ada"}\n');
    await expect(Session.open(folder, "a test")).rejects.toThrow(`${path}:1: "at" must be given`);
    await writeFile(path, "not json\n");
    await expect(Session.open(folder, "a test")).rejects.toThrow(`${path}:1: not JSON`);
  });
});
