// Chat models in studies: what is asked, what is kept, what it costs, and what is refused.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { afterEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { askedOf } from "../../../test/asked.js";
import {
  type ChatRequest,
  type ChatServer,
  chatServer,
  questionIn,
  type Reply,
} from "../../../test/chat-server.js";
import { listening, roomOf } from "../../../test/rooms.js";
import { parityTask } from "../../../test/words.js";
import { Ledger } from "../../engine/index.js";
import { askedFor, planStudy, runPlan } from "../../plan/index.js";
import { openStore } from "../../store/index.js";
import { type Study, study } from "../../study/index.js";
import { errors, trained } from "../../supervisors/index.js";
import { choices, rows } from "../../tasks/index.js";
import type { ChatOptions } from "./recipe.js";
import { chat } from "./spec.js";

afterEach(() => vi.unstubAllEnvs());

const task = parityTask(80);

/** The option that is right of "even 1 2 3 ?", if options are put as they are. */
function right(question: string): string {
  const digits = /even ([\d ]+) \?/.exec(question)![1]!.split(" ").map(Number);
  return digits.reduce((sum, digit) => sum + digit, 0) % 2 === 0 ? "B" : "A";
}

const knowing = (request: ChatRequest): Reply => ({ text: right(questionIn(request)) });
const quick = { backoff: 0.002, timeout: 2 };

const of = (server: ChatServer, options: ChatOptions = {}) =>
  chat({ url: server.url, model: "tests/tiny", ...quick, ...options });

/** What a chat model says as a supervisor, and what was warned of. */
const saidBy = async (server: ChatServer, options: ChatOptions = {}, of_ = task) =>
  askedOf(trained(of(server, options)), await roomOf(of_));

const twoSeeds = (server: ChatServer, options: ChatOptions = {}): Study =>
  study({
    task,
    supervisors: of(server, options),
    students: of(server, { ...options, shots: 2 }),
    seeds: 2,
  });

async function planned(one: Study, dir: string, maxCost?: number) {
  const store = await openStore(dir);
  const options = { name: "chats", baseDir: dir, store, modelFolders: [], maxCost };
  return { store, plan: await planStudy(one, options) };
}

async function ran(one: Study, dir: string, ledger = new Ledger()) {
  const { store, plan } = await planned(one, dir);
  const signal = new AbortController().signal;
  const outcomes = await runPlan(plan, { store, reporter: listening(), signal, ledger });
  return { store, plan, ledger, outcomes };
}

describe("chat", () => {
  it("asks with text, question, options and how to answer", async () => {
    const server = await chatServer(knowing);
    await saidBy(server, {
      system: "You count.",
      question: "Odd or even?",
      labelWords: ["odd", "even"],
    });
    const { body } = server.requests[0]!;
    expect(body.messages[0]).toEqual({ role: "system", content: "You count." });
    expect(body.messages[1]!.content).toMatch(
      /^even [\d ]+ \?\n\nOdd or even\?\n\nA\) odd\nB\) even\n\nAnswer with one letter alone: A or B\.$/,
    );
    expect(body).toMatchObject({ model: "tests/tiny", max_tokens: 8, temperature: 0 });
  });

  it("labels what it is asked about, certain where no log-probabilities are given", async () => {
    const { labels, step } = await saidBy(await chatServer(knowing));
    const room = await roomOf(task);
    labels.rows.forEach((row, i) => {
      expect(labels.probabilities.data[2 * i + room.truth[row]!]).toBe(1);
    });
    expect(step.label).toContain("tiny chat");
  });

  it("takes log-probabilities where they are given, and none where it shall not", async () => {
    const server = await chatServer(() => ({ text: "B", alternatives: { B: 0.6, A: 0.2 } }));
    const soft = await saidBy(server);
    expect(soft.labels.probabilities.data[1]).toBeCloseTo(0.75, 6);
    const hard = await saidBy(server, { logprobs: "none" });
    expect([...hard.labels.probabilities.data.slice(0, 2)]).toEqual([0, 1]);
    const none = await chatServer(knowing);
    await expect(saidBy(none, { logprobs: "required" })).rejects.toThrow(
      /gives no log-probabilities; ask with logprobs "given"/,
    );
  });

  it("puts options in other orders, and means over them", async () => {
    const always = await chatServer(() => ({ text: "A" }));
    const { labels } = await saidBy(always, { orders: 2 });
    expect([...labels.probabilities.data.slice(0, 4)]).toEqual([0.5, 0.5, 0.5, 0.5]);
    const [first, second] = always.requests.map(questionIn).filter((_, i, all) => {
      return all[i]!.split("\n")[0] === all[0]!.split("\n")[0];
    });
    expect(first).toContain("A) 0\nB) 1");
    expect(second).toContain("A) 1\nB) 0");
  });

  it("draws several answers with a temperature, other ones for another seed", async () => {
    const server = await chatServer(({ body }) => ({ text: Number(body.seed) % 4 ? "A" : "B" }));
    const { labels } = await saidBy(server, { temperature: 1, samples: 4 });
    expect([...labels.probabilities.data.slice(0, 2)]).toEqual([0.75, 0.25]);
    const again = await askedOf(
      trained(of(server, { temperature: 1, samples: 4 })),
      await roomOf(task),
      1,
    );
    expect(again.labels.rows.length).toBeGreaterThan(0);
    const seeds = new Set(server.requests.map(({ body }) => body.seed));
    expect([...seeds].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("shows labelled examples as a chat, as many of each class as can be", async () => {
    const server = await chatServer(knowing);
    await saidBy(server, { shots: 4 });
    const { messages } = server.requests[0]!.body;
    expect(messages.map(({ role }) => role).join(" ")).toBe(`${"user assistant ".repeat(4)}user`);
    const shown = messages.filter(({ role }) => role === "assistant").map((one) => one.content);
    expect(shown.sort()).toEqual(["A", "A", "B", "B"]);
    messages.slice(0, -1).forEach(({ content }, i) => {
      if (i % 2 === 0) expect(messages[i + 1]!.content).toBe(right(content));
    });
  });

  it("shows what compared texts share once, and their rest as options", async () => {
    const asked = Array.from({ length: 40 }, (_, i) => ({
      question: `a dialogue\nnumber ${i}?`,
      ...Object.fromEntries(
        ["yes", "no", "never"].map((word, k) => ["abc"[(k + i) % 3], `${word} ${i}`]),
      ),
      right: `yes ${i}`,
    }));
    const compared = choices(rows("c", asked), {
      question: "question",
      choices: ["a", "b", "c"],
      answer: "right",
      together: 3,
    });
    const server = await chatServer((request) => {
      const [, letter] = /(\w)\) yes/.exec(questionIn(request))!;
      return { text: letter! };
    });
    const { labels } = await saidBy(server, {}, compared);
    expect(questionIn(server.requests[0]!)).toMatch(
      new RegExp(
        "^a dialogue\\nnumber (\\d+)\\?\\n\\nWhich of these is right\\?\\n\\n" +
          "([ABC]\\) (yes|no|never) \\1\\n){3}\\nAnswer with one letter alone: A, B or C\\.$",
      ),
    );
    const room = await roomOf(compared);
    labels.rows.forEach((row, i) => {
      expect(labels.probabilities.data[3 * i + room.truth[row]!]).toBe(1);
    });
  });

  it("tells by example how to answer, and then refuses, or counts as told", async () => {
    const server = await chatServer(({ body }) => ({
      text: body.messages.length < 3 ? "It depends." : "(B)",
    }));
    const { labels } = await saidBy(server);
    expect([...labels.probabilities.data.slice(0, 2)]).toEqual([0, 1]);
    expect(server.requests.some(({ body }) => body.messages.length === 3)).toBe(true);
    expect(questionIn(server.requests.find(({ body }) => body.messages.length === 3)!)).toBe(
      "That is none of the answers. Answer with one letter alone: A or B. For example: A",
    );

    const vague = await chatServer(() => ({ text: "It depends." }));
    await expect(saidBy(vague)).rejects.toThrow(
      /tests\/tiny at http.* answers "[^"]+" with none of A, B, in 3 attempts; ask otherwise/,
    );
    const counted = await saidBy(vague, { nonsense: "uniform", again: 0 });
    expect([...counted.labels.probabilities.data.slice(0, 2)]).toEqual([0.5, 0.5]);
    expect(counted.warnings[0]).toMatch(/: \d+ answers were none of the options, and say nothing$/);
  });

  it("asks each question once: not for another seed, student or run", async () => {
    const server = await chatServer(knowing);
    const dir = scratchFolder("chat-once");
    const first = await ran(twoSeeds(server), dir);
    const texts = server.requests.map(({ body }) => JSON.stringify(body.messages));
    expect(new Set(texts).size).toBe(texts.length);
    expect(first.ledger.spent.questions).toBe(texts.length);
    const again = await ran(twoSeeds(server, { concurrency: 1, inputPrice: 3 }), dir);
    expect(server.requests).toHaveLength(texts.length);
    expect(again.outcomes).toEqual(first.outcomes);
    expect(again.ledger.spent.questions).toBe(0);
    // What stands behind the results counts for each of its steps, and so is at least as much.
    const asked = (await askedFor(again.plan, again.store))!;
    expect(asked.questions).toBeGreaterThanOrEqual(texts.length);
    expect(asked.cost).toBeCloseTo((3 * asked.tokensIn) / 1e6, 12);
  });

  it("keeps answers as they come: what was said before a failure is not asked again", async () => {
    const dir = scratchFolder("chat-killed");
    let isDown = true;
    const answered: string[] = [];
    const server = await chatServer((request) => {
      if (isDown && request.before >= 20) return { status: 400, body: "down" };
      answered.push(JSON.stringify(request.body.messages));
      return knowing(request);
    });
    await expect(ran(twoSeeds(server), dir)).rejects.toThrow("refuses the question (400): down");
    expect(answered).toHaveLength(20);
    isDown = false;
    const { ledger } = await ran(twoSeeds(server), dir);
    expect(new Set(answered).size).toBe(answered.length);
    expect(ledger.spent.questions).toBe(answered.length - 20);
  });

  it("asks no more at a time than it may", async () => {
    const slow = async (request: ChatRequest): Promise<Reply> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return knowing(request);
    };
    const server = await chatServer(slow);
    await saidBy(server, { concurrency: 3 });
    expect(server.mostAtOnce()).toBe(3);
  });
});

describe("the costs of chat models", () => {
  const prices = { inputPrice: 1000, outputPrice: 2000 };

  it("are foreseen in the plan, and less once some is answered", async () => {
    const server = await chatServer(knowing);
    const dir = scratchFolder("chat-costs");
    const { plan } = await planned(twoSeeds(server, prices), dir);
    const asks = plan.summary.asks!;
    const { ledger } = await ran(twoSeeds(server, prices), dir);
    expect(asks.questions).toBe(ledger.spent.questions);
    expect(asks.cost).toBeGreaterThan(ledger.spent.cost);
    expect(ledger.spent.cost).toBeCloseTo(
      (1000 * ledger.spent.tokensIn + 2000 * ledger.spent.tokensOut) / 1e6,
      9,
    );
    const again = await planned(twoSeeds(server, prices), dir);
    expect(again.plan.summary.asks).toBeUndefined();
  });

  it("are refused where the plan may cost more than it may, and nothing is asked", async () => {
    const server = await chatServer(knowing);
    const refused = planned(twoSeeds(server, prices), scratchFolder("chat-refused"), 0.5);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      /^--max-cost: the \d+ questions that are left may cost up to \d+\.\d\d, more than 0\.5; noth/,
    );
    expect(server.requests).toHaveLength(0);
  });

  it("stop a run that comes to them, with what was answered kept", async () => {
    const server = await chatServer(knowing);
    const dir = scratchFolder("chat-stopped");
    const one = twoSeeds(server, prices);
    const stopped = ran(one, dir, new Ledger(2));
    await expect(stopped).rejects.toThrow(InputError);
    await expect(stopped).rejects.toThrow(
      /^--max-cost: stopped at 1\.\d\d of 2\.00, after \d+ questions of this run; their answers are kept/,
    );
    const before = server.requests.length;
    const { ledger } = await ran(one, dir);
    expect(ledger.spent.questions).toBe(server.requests.length - before);
    const texts = server.requests.map(({ body }) => JSON.stringify(body.messages));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("the key of a chat model", () => {
  it("is asked for before anything runs", async () => {
    const server = await chatServer(knowing);
    const refused = planned(twoSeeds(server, { keyFrom: "NO_SUCH_KEY" }), scratchFolder("no-key"));
    await expect(refused).rejects.toThrow("the environment variable NO_SUCH_KEY");
    expect(server.requests).toHaveLength(0);
  });

  it("is in no file of the store, and names nothing", async () => {
    vi.stubEnv("A_TEST_KEY", "sk-secret-1234");
    const server = await chatServer(knowing);
    const dir = scratchFolder("chat-key");
    const { plan } = await ran(twoSeeds(server, { keyFrom: "A_TEST_KEY" }), dir);
    expect(server.requests.every(({ key }) => key === "Bearer sk-secret-1234")).toBe(true);
    const files = await readdir(dir, { recursive: true, withFileTypes: true });
    let read = 0;
    for (const file of files.filter((one) => one.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), "latin1");
      expect(text).not.toContain("secret");
      expect(text).not.toContain("A_TEST_KEY");
      read += 1;
    }
    expect(read).toBeGreaterThan(100);
    const keyless = await planned(twoSeeds(server), dir);
    expect(keyless.plan.targets.map(({ name }) => name)).toEqual(
      plan.targets.map(({ name }) => name),
    );
  });
});

describe("what names a chat model's answers", () => {
  const name = async (options: Parameters<typeof chat>[0]) => {
    const room = await roomOf(task);
    return room.say(trained(chat(options)), 0).name;
  };

  it("is its model and address, or weights in its place, and what is asked", async () => {
    const given = { url: "http://a.test/v1", model: "m" };
    const own = await name(given);
    expect(await name({ ...given, url: "http://a.test/v1/" })).toBe(own);
    expect(await name({ ...given, url: "http://a.test/v1/chat/completions" })).toBe(own);
    for (const same of [
      { concurrency: 9, timeout: 1, retries: 0, backoff: 1, requestsPerMinute: 1 },
      { inputPrice: 1, outputPrice: 2, keyFrom: "A_TEST_KEY", as: "mine" },
    ]) {
      expect(await name({ ...given, ...same })).toBe(own);
    }
    const others = [
      { url: "http://b.test/v1" },
      { model: "n" },
      { weights: "m@1" },
      { temperature: 1 },
      { question: "?" },
      { orders: 2 },
      { again: 1 },
    ];
    const names = await Promise.all(others.map((other) => name({ ...given, ...other })));
    expect(new Set([own, ...names]).size).toBe(others.length + 1);
    const weights = { ...given, weights: "m@1" };
    expect(await name({ ...weights, url: "http://b.test/v1" })).toBe(await name(weights));
  });
});

describe("chat refuses", () => {
  const url = "http://localhost:1/v1";
  it.each([
    [{}, 'chat: give "url" (a server, with "model") or "gguf" (a file), got neither'],
    [{ url, gguf: "a.gguf" }, "got both"],
    [{ url }, 'chat: "model" must be given: the name that the server knows it by'],
    [{ url: "localhost:1", model: "m" }, 'chat: "url" must be an http(s) address'],
    [{ url: "http://me:secret@h/v1", model: "m" }, 'chat: "url" must hold no name, password'],
    [{ url: `${url}?key=secret`, model: "m" }, 'chat: "url" must hold no name, password'],
    [{ url, model: "m", keyFrom: "sk-secret" }, "must be the name of an environment variable"],
    [{ url, model: "m", shot: 1 }, 'chat: unknown option "shot"; did you mean "shots"?'],
    [{ url, model: "m", samples: 2 }, '"samples" above 1 needs a "temperature" above 0'],
    [{ url, model: "m", labelWords: ["a", "a"] }, '"labelWords" has "a" twice'],
    [{ url, model: "m", constrain: "json", logprobs: "required" } as const, "not both"],
  ])("%j", (options, line) => {
    const made = () => chat(options as Parameters<typeof chat>[0]);
    expect(made).toThrow(InputError);
    expect(made).toThrow(line);
    expect(made).not.toThrow("secret");
  });

  it("a file that is not there", async () => {
    const one = study({
      task,
      supervisors: errors({ where: "random", rate: 0.2 }),
      students: chat({ gguf: "none.gguf" }),
    });
    await expect(planned(one, scratchFolder("no-gguf"))).rejects.toThrow(
      /^chat: "gguf" must be a file, there is none at .*none\.gguf$/,
    );
  });

  it("words for texts that are compared, and another number of them than options", async () => {
    const room = await roomOf(task);
    const three = chat({ url, model: "m", labelWords: ["a", "b", "c"] });
    expect(() => room.say(trained(three), 0)).toThrow('"labelWords" must be 2, one an option');
  });
});
