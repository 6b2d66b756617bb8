// A model in a GGUF file, by node-llama-cpp (llama.cpp): an optional package that whoever wants it
// installs. Its native part comes with it; nothing is built or downloaded here.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "@w2s/base";
import {
  type Alternative,
  type Answer,
  type AnswerToken,
  type ChatService,
  type Message,
  placesKept,
  type Question,
} from "./service.js";

/** What is used of node-llama-cpp 3.21; a token is a number. */
export interface LlamaModule {
  getLlama(options: object): Promise<Llama>;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  readonly LlamaLogLevel: { readonly error: string };
}

interface Llama {
  loadModel(options: { modelPath: string; loadSignal: AbortSignal }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

interface LlamaModel {
  readonly tokenizer: unknown;
  readonly trainContextSize: number;
  createContext(options: { contextSize: number; threads: number }): Promise<LlamaContext>;
  tokenize(text: string): number[];
  detokenize(tokens: readonly number[]): string;
  isEogToken(token: number): boolean;
}

interface LlamaContext {
  getSequence(): LlamaSequence;
}

interface LlamaSequence {
  clearHistory(): Promise<void>;
  evaluateWithMetadata(
    tokens: number[],
    metadata: { probabilities: boolean },
    options: { temperature: number; seed?: number },
  ): AsyncIterable<{ token: number; probabilities?: ReadonlyMap<number, number> }>;
}

type HistoryItem =
  | { type: "system" | "user"; text: string }
  | { type: "model"; response: string[] };

interface ChatWrapper {
  generateContextState(of: { chatHistory: HistoryItem[] }): {
    contextText: { tokenize(tokenizer: unknown): number[] };
  };
}

/** Longer chats are refused; a context of so many tokens takes little memory. */
const longestContext = 8192;

const packageName = "node-llama-cpp";

/** @throws InputError where the package is not there, with the command that installs it */
async function llamaModule(file: string): Promise<LlamaModule> {
  try {
    return await import(packageName);
  } catch {
    // Where w2s is not installed beside it, as by npx.
    try {
      const place = createRequire(join(process.cwd(), "package.json")).resolve(packageName);
      return await import(pathToFileURL(place).href);
    } catch (cause) {
      throw new InputError(
        `chat: ${file} needs the package ${packageName}, which is not installed (it is large, ` +
          `and optional): npm install --ignore-scripts ${packageName}@3`,
        { cause },
      );
    }
  }
}

/** A model of a file, loaded when it is first asked; it answers one question after another. */
export class GgufService implements ChatService {
  private opened: Promise<Opened> | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly where: Where,
    private readonly load: (file: string) => Promise<LlamaModule> = llamaModule,
  ) {}

  answer(question: Question, signal: AbortSignal): Promise<Answer> {
    const mine = this.turn.then(async () => {
      signal.throwIfAborted();
      this.opened ??= openedModel(await this.load(this.path), this.path, this.where, signal);
      return said(await this.opened, question, this.path, signal);
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    await this.turn;
    const opened = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    await opened?.llama.dispose();
  }
}

/** What a model is computed with. */
interface Where {
  readonly threads: number;
  readonly gpu: boolean;
}

interface Opened {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
  readonly sequence: LlamaSequence;
  readonly contextSize: number;
}

async function openedModel(
  { getLlama, resolveChatWrapper, LlamaLogLevel }: LlamaModule,
  path: string,
  { threads, gpu }: Where,
  signal: AbortSignal,
): Promise<Opened> {
  const llama = await getLlama({
    gpu: gpu ? "auto" : false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  });
  try {
    const model = await llama.loadModel({ modelPath: path, loadSignal: signal });
    const contextSize = Math.min(model.trainContextSize, longestContext);
    const context = await model.createContext({ contextSize, threads });
    const sequence = context.getSequence();
    return { llama, model, wrapper: resolveChatWrapper(model), sequence, contextSize };
  } catch (cause) {
    await llama.dispose();
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new InputError(`chat: ${path}: llama.cpp cannot load it: ${reason}`, { cause });
  }
}

async function said(
  { model, wrapper, sequence, contextSize }: Opened,
  question: Question,
  path: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { maxTokens, temperature, draw, alternatives, choices = [] } = question;
  const chatHistory = historyOf(question.messages);
  const tokens = wrapper
    .generateContextState({ chatHistory })
    .contextText.tokenize(model.tokenizer);
  if (tokens.length + maxTokens > contextSize) {
    throw new InputError(
      `chat: ${path}: a chat of ${tokens.length} tokens and an answer of ${maxTokens} are longer ` +
        `than its context of ${contextSize}; shorten texts with the task's options`,
    );
  }
  const wanted = alternatives > 0 ? beginnings(model, choices) : new Set<number>();
  await sequence.clearHistory();
  const answer: number[] = [];
  const places: AnswerToken[] = [];
  let ended = false;
  const options = { temperature, ...(draw !== undefined && { seed: draw }) };
  const going = sequence.evaluateWithMetadata(tokens, { probabilities: alternatives > 0 }, options);
  for await (const { token, probabilities } of going) {
    signal.throwIfAborted();
    if (probabilities && places.length < placesKept) {
      const text = model.isEogToken(token) ? "" : model.detokenize([token]);
      places.push({
        token: text,
        alternatives: surest(probabilities, alternatives, wanted, model),
      });
    }
    ended = model.isEogToken(token);
    if (!ended) answer.push(token);
    if (ended || answer.length >= maxTokens) break;
  }
  return {
    text: model.detokenize(answer),
    places,
    tokensIn: tokens.length,
    tokensOut: answer.length,
    ended,
  };
}

/** Messages as llama.cpp's wrappers take them, with an empty answer to be said at the end. */
function historyOf(messages: readonly Message[]): HistoryItem[] {
  const items = messages.map(
    ({ role, text }): HistoryItem =>
      role === "assistant" ? { type: "model", response: [text] } : { type: role, text },
  );
  return [...items, { type: "model", response: [] }];
}

/** Tokens that an answer among the choices may begin with: kept however improbable they are. */
function beginnings(model: LlamaModel, choices: readonly string[]): Set<number> {
  const first = choices.flatMap((choice) =>
    [choice, ` ${choice}`].map((text) => model.tokenize(text)[0]),
  );
  return new Set(first.filter((token) => token !== undefined));
}

function surest(
  probabilities: ReadonlyMap<number, number>,
  count: number,
  wanted: ReadonlySet<number>,
  model: LlamaModel,
): Alternative[] {
  const sorted = [...probabilities].sort(([, one], [, other]) => other - one);
  const kept = sorted.filter(([token], i) => i < count || wanted.has(token));
  return kept
    .filter(([, probability]) => probability > 0)
    .map(([token, probability]) => ({
      token: model.detokenize([token]),
      logprob: Math.log(probability),
    }));
}
