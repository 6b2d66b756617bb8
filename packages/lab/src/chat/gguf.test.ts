// Models of GGUF files: by a stand-in for node-llama-cpp, and by itself where it is installed.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { saidOf } from "./choice.js";
import { GgufService, type LlamaModule } from "./gguf.js";
import type { Question } from "./service.js";

const never = new AbortController().signal;
const where = { threads: 1, gpu: false };
const question: Question = {
  messages: [
    { role: "system", text: "Judge." },
    { role: "user", text: "Fine?" },
    { role: "assistant", text: "B" },
    { role: "user", text: "And now?" },
  ],
  maxTokens: 3,
  temperature: 0,
  alternatives: 2,
  choices: ["A", "B"],
};

/** The end of a text; other tokens are code points. */
const end = 0;

/** A model that says `text`, with these probabilities at each place; and what it was asked. */
function fake(text: string, probabilities: Readonly<Record<string, number>> = {}, context = 64) {
  const seen = { histories: [] as unknown[], now: 0, most: 0, options: {} as object, disposed: 0 };
  const detokenize = (tokens: readonly number[]) => String.fromCodePoint(...tokens);
  const tokenize = (said: string) => Array.from(said, (one) => one.codePointAt(0)!);
  const llama: LlamaModule = {
    LlamaLogLevel: { error: "error" },
    async getLlama() {
      return {
        loadModel: async () => ({
          tokenizer: null,
          trainContextSize: context,
          createContext: async () => ({ getSequence: () => sequence }),
          tokenize,
          detokenize,
          isEogToken: (token) => token === end,
        }),
        async dispose() {
          seen.disposed += 1;
        },
      };
    },
    resolveChatWrapper: () => ({
      generateContextState(of) {
        seen.histories.push(of.chatHistory);
        return { contextText: { tokenize: () => new Array<number>(10).fill(65) } };
      },
    }),
  };
  const sequence = {
    clearHistory: async () => undefined,
    async *evaluateWithMetadata(_: number[], metadata: object, options: object) {
      seen.options = { ...metadata, ...options };
      seen.most = Math.max(seen.most, ++seen.now);
      try {
        for (const token of [...tokenize(text), end]) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          const listed = Object.entries(probabilities).map(([said, p]) => [tokenize(said)[0]!, p]);
          yield { token, probabilities: new Map(listed as [number, number][]) };
        }
      } finally {
        seen.now -= 1;
      }
    },
  };
  return { seen, service: new GgufService("m.gguf", where, async () => llama) };
}

describe("a chat with a GGUF file", () => {
  it("puts the chat as the file's template has it, and says what is answered", async () => {
    const { seen, service } = fake("B", { B: 0.5, A: 0.1, C: 0.2, D: 0.15 });
    const answer = await service.answer(question, never);
    expect(seen.histories[0]).toEqual([
      { type: "system", text: "Judge." },
      { type: "user", text: "Fine?" },
      { type: "model", response: ["B"] },
      { type: "user", text: "And now?" },
      { type: "model", response: [] },
    ]);
    expect(answer).toMatchObject({ text: "B", tokensIn: 10, tokensOut: 1, ended: true });
    // The two surest, and "A", which an answer may begin with.
    const tokens = answer.places[0]!.alternatives.map(({ token }) => token);
    expect(tokens).toEqual(["B", "C", "A"]);
    expect(saidOf(answer, ["A", "B"])![1]).toBeCloseTo(0.5 / 0.6, 12);
  });

  it("ends after the most tokens, asks for no probabilities in vain, draws by a seed", async () => {
    const { seen, service } = fake("abcdef");
    const free = { ...question, alternatives: 0, temperature: 1, draw: 7 };
    expect(await service.answer(free, never)).toMatchObject({ text: "abc", ended: false });
    expect(seen.options).toEqual({ probabilities: false, temperature: 1, seed: 7 });
  });

  it("answers one question after another, also after a failure; frees the model", async () => {
    const { seen, service } = fake("B");
    const long = { ...question, maxTokens: 60 };
    const all = await Promise.allSettled([
      service.answer(question, never),
      service.answer(long, never),
      service.answer(question, never),
    ]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(all[1]).toMatchObject({
      reason: expect.objectContaining({
        message:
          "chat: m.gguf: a chat of 10 tokens and an answer of 60 are longer than its context of " +
          "64; shorten texts with the task's options",
      }),
    });
    expect(seen.most).toBe(1);
    await service.close();
    expect(seen.disposed).toBe(1);
  });

  it("stops when the run is aborted", async () => {
    const { service } = fake("a".repeat(50), {}, 100);
    const aborted = new AbortController();
    setTimeout(() => aborted.abort(new Error("enough")), 10);
    await expect(service.answer({ ...question, maxTokens: 50 }, aborted.signal)).rejects.toThrow(
      "enough",
    );
  });
});

const installed = (() => {
  try {
    return createRequire(import.meta.url).resolve("node-llama-cpp");
  } catch {
    return undefined;
  }
})();
const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const shared = process.env.W2S_SHARED ?? join(repository, "..", "shared");
const file = join(shared, "models/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf");

describe("node-llama-cpp", () => {
  it.skipIf(installed)("is named with its command where it is not installed", async () => {
    const asked = new GgufService("m.gguf", where).answer(question, never);
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(
      "chat: m.gguf needs the package node-llama-cpp, which is not installed (it is large, and " +
        "optional): npm install --ignore-scripts node-llama-cpp@3",
    );
  });

  it.skipIf(!installed || !existsSync(file))(
    "answers with the shared SmolLM2, where it is installed",
    async () => {
      const service = new GgufService(file, where);
      const answer = await service.answer(question, never);
      await service.close();
      expect(answer.places.length).toBeGreaterThan(0);
      expect(saidOf(answer, ["A", "B"])).toHaveLength(2);
    },
    60_000,
  );
});
