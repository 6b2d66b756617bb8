// A study with a chat model, as a user runs it: what is said of questions and money, and that the
// key of its server stands nowhere.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { type ChatServer, chatServer, questionIn } from "../../../lab/test/chat-server.js";
import { fakeIo } from "../../test/fake-io.js";
import { loadLab } from "../lab.js";
import { main } from "../main.js";

const key = "sk-secret-1234";
let folder: string;
let server: ChatServer;
let said = "";

beforeAll(async () => {
  folder = scratchFolder("chat-run");
  process.env.A_TEST_KEY = key;
  server = await chatServer((request) => ({
    text: questionIn(request).includes("fine") ? "B" : "A",
  }));
  const lines = Array.from({ length: 120 }, (_, i) => {
    const good = (i * 7919) % 120 < 60;
    return `word${i} ${good === (i % 5 > 0) ? "fine" : "poor"}\t${good ? 1 : 0}`;
  });
  await writeFile(join(folder, "texts.tsv"), `text\tlabel\n${lines.join("\n")}\n`);
  const chat = {
    url: server.url,
    model: "tests/tiny",
    keyFrom: "A_TEST_KEY",
    inputPrice: 100,
    outputPrice: 100,
  };
  const study = {
    task: { kind: "table", source: "texts.tsv", text: "text", label: "label" },
    supervisors: { chat },
    students: { chat: { ...chat, shots: 2 } },
    seeds: 1,
    resamples: 100,
  };
  await writeFile(join(folder, "asked.study.json"), JSON.stringify(study));
});
afterAll(() => {
  delete process.env.A_TEST_KEY;
});

async function w2s(line: string) {
  const io = fakeIo(folder, { lab: loadLab });
  const code = await main([...line.split(" "), "--store", join(folder, "store")], io);
  said += io.out() + io.err();
  return { code, out: io.out(), err: io.err() };
}

const json = async (file: string) =>
  JSON.parse(await readFile(join(folder, "runs/asked", file), "utf8"));

describe("w2s run of a study with a chat model", () => {
  it("says what may be asked, and asks nothing in a dry run", async () => {
    const { code, out } = await w2s("run asked.study.json --dry-run");
    expect([code, server.requests.length]).toEqual([0, 0]);
    expect(out).toMatch(
      /\nasks {6}up to \d+ questions: [\d,]+ tokens in, [\d,]+ out, up to \d+\.\d+\n/,
    );
  });

  it("refuses a plan that may cost too much, and stops a run that comes to it", async () => {
    const refused = await w2s("run asked.study.json --max-cost 0.5");
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /^w2s: --max-cost: the \d+ questions that are left may cost up to/m,
    );
    expect(server.requests).toHaveLength(0);
    const wrong = await w2s("run asked.study.json --max-cost much");
    expect(wrong.err).toContain('--max-cost: must be a number of at least 0, got "much"');
  });

  it("says what was asked, and writes it beside the results", async () => {
    const { code, err, out } = await w2s("run asked.study.json --max-cost 100");
    expect([code, err]).toEqual([0, expect.stringMatching(/^asked {5}\d+ questions: .* out, \d/m)]);
    expect(out).toContain("tiny chat 2-shot");
    const [{ asked }, record] = [await json("results.json"), await json("run.json")];
    expect(record.asked.questions).toBe(server.requests.length);
    expect(asked.questions).toBeGreaterThanOrEqual(server.requests.length);
    expect(asked.cost).toBeCloseTo((100 * (asked.tokensIn + asked.tokensOut)) / 1e6, 9);
  });

  it("asks nothing again, and writes the same results", async () => {
    const before = [server.requests.length, await json("results.json")];
    const { err } = await w2s("run asked.study.json");
    expect(err).toContain("(in this run: nothing)");
    expect([server.requests.length, await json("results.json")]).toEqual(before);
  });

  it("has sent the key, and has written and said it nowhere", async () => {
    expect(server.requests.every((request) => request.key === `Bearer ${key}`)).toBe(true);
    expect(said).not.toContain(key);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile());
    expect(paths.length).toBeGreaterThan(100);
    for (const { parentPath, name } of paths) {
      expect(await readFile(join(parentPath, name), "latin1"), name).not.toContain(key);
    }
  });
});
