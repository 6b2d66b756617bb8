// What the labelling half answers, by requests: above all that nothing of ground truth is in it.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { makeTexts } from "../../test/projects.js";
import { createStudio, type Studio } from "../studio.js";
import { seatHeader } from "./routes.js";

const studios: Studio[] = [];
afterAll(async () => {
  for (const studio of studios) await studio.close();
});

/** A studio on a folder with one project, whose truth may be turned round. */
async function served(flipped: boolean) {
  const folder = scratchFolder("routes");
  const help = { by: "a model", said: [0.25, 0.75] };
  await makeTexts(join(folder, "labelling", "texts"), 24, {
    flipped,
    settings: { arms: ["alone", "assisted"] },
    helpFor: () => ({ assistance: help }),
  });
  const studio = await createStudio({ folder });
  studios.push(studio);
  let seat = "";
  const ask = async (path: string, body?: object) => {
    const headers = { [seatHeader]: seat, "content-type": "application/json" };
    const sent = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
    const response = await studio.app.request(`http://localhost/api/label${path}`, sent);
    const text = await response.text();
    const said = JSON.parse(text);
    if (said.token) seat = said.token;
    return { status: response.status, text, said };
  };
  return { folder, ask };
}

/** Everything that a page asks while people label, in order. */
async function walked({ ask }: Awaited<ReturnType<typeof served>>) {
  const heard = [await ask(""), await ask("/texts")];
  const joined = await ask("/texts/join", { name: "ada" });
  for (let i = 0; i < 24; i++) {
    const turn = await ask("/texts/next");
    const { id, hash } = turn.said.item;
    const what = i % 7 === 3 ? "skipped" : "answered";
    heard.push(turn, await ask(`/texts/items/${i}`));
    heard.push(await ask("/texts/say", { id, hash, what, label: i % 2, ms: 900 }));
    if (i % 5 === 0) heard.push(await ask("/texts/undo", {}), await ask("/texts/next"));
  }
  heard.push(await ask("/texts/items?from=0&count=200"), await ask("/texts/figures"));
  heard.push(await ask("/texts/finish", {}), await ask("/texts/results"), await ask("/texts/no"));
  heard.push(await ask("/texts/items/400"), await ask("/texts/say", { what: "answered" }));
  expect(joined.status).toBe(200);
  return heard;
}

describe("/api/label", () => {
  it("says the same whatever is right, and never the word, until labelling is over", async () => {
    const [one, other] = [await served(false), await served(true)];
    const truth = ({ folder }: typeof one) =>
      readFileSync(join(folder, "labelling", "texts", "truth.jsonl"), "utf8");
    expect(truth(one)).not.toBe(truth(other));
    const [heard, otherwise] = [await walked(one), await walked(other)];
    const said = (all: typeof heard, { folder }: typeof one) =>
      all.map(({ status, text }) => `${status} ${text.replaceAll(folder, "")}`);
    expect(said(heard, one)).toEqual(said(otherwise, other));
    expect(heard.map(({ text }) => text).join("\n")).not.toMatch(/truth|accuracy|"right"/);
    const { status, said: results } = await one.ask("/texts/results");
    expect([status, results.error]).toEqual([409, expect.stringContaining("labelling goes on")]);

    await one.ask("/texts/finish", { sure: true });
    await other.ask("/texts/finish", { sure: true });
    const [right, wrong] = [await one.ask("/texts/results"), await other.ask("/texts/results")];
    const modelOf = ({ said }: typeof right) =>
      said.arms.find(({ judge }: { judge: string }) => judge === "model alone").accuracy.value;
    expect(modelOf(right) + modelOf(wrong)).toBeCloseTo(1, 12);

    // Answers to items whose truth is not there would all count as wrong.
    const path = join(one.folder, "labelling", "texts", "truth.jsonl");
    const [first, , ...rest] = truth(one).trimEnd().split("\n");
    writeFileSync(path, rest.map((line) => `${line}\n`).join(""));
    const refused = await one.ask("/texts/results");
    expect(refused.status).toBe(400);
    const { id } = JSON.parse(first!);
    expect(refused.said.error).toContain(
      `must have the right option of every item, got none of ${JSON.stringify(id)} and 1 more`,
    );
  });

  it("stands alone in a studio for labelling only, where no evidence tells the truth", async () => {
    const opened = async (labelOnly: boolean) => {
      const studio = await createStudio({ folder: scratchFolder("routes-only"), labelOnly });
      studios.push(studio);
      const get = async (path: string) => studio.app.request(`http://localhost${path}`);
      return { get, page: await (await get("/")).text() };
    };
    const [whole, only] = [await opened(false), await opened(true)];
    for (const path of ["/api/runs", "/api/compare?a=a&b=b", "/api/making"]) {
      expect([path, (await only.get(path)).status]).toEqual([path, 404]);
    }
    expect((await only.get("/api/label")).status).toBe(200);
    expect((await whole.get("/api/runs")).status).toBe(200);
    expect(only.page).toContain('<html data-only="label" ');
    expect(whole.page).not.toContain("data-only");
  });

  it("knows projects by the names in its list, and by nothing else", async () => {
    const { ask } = await served(false);
    expect((await ask("")).said).toEqual({ projects: ["texts"] });
    for (const name of ["..", "..%2f..", "labelling%2Ftexts", "none", "%00"]) {
      const { status, said } = await ask(`/${name}/next`);
      expect([404, 400]).toContain(status);
      expect(said.error).toBeDefined();
    }
  });

  it("answers 401 to a page at which nobody sits", async () => {
    const { ask } = await served(false);
    for (const path of ["/texts/next", "/texts/items", "/texts/items/0"]) {
      expect((await ask(path)).status).toBe(401);
    }
    expect((await ask("/texts/say", {})).status).toBe(401);
    expect((await ask("/texts/undo", {})).status).toBe(401);
  });

  it("shows an item what its arm has, and no more", async () => {
    const { ask } = await served(false);
    await ask("/texts/join", { name: "ada" });
    const items = [];
    for (let i = 0; i < 24; i++) items.push((await ask(`/texts/items/${i}`)).said.item);
    for (const { arm, assistance } of items) {
      expect(assistance === undefined).toBe(arm === "alone");
    }
    expect(items.filter(({ arm }) => arm === "alone")).toHaveLength(12);
  });
});
