// A model that answers, as steps take it: what names it, and the service behind it.

import { resolve } from "node:path";
import { InputError, InternalError } from "@w2s/base";
import { sha256OfFile } from "@w2s/models";
import type { Identified, RunContext, Spending } from "../engine/index.js";
import { once } from "../once.js";
import type { JsonObject } from "../store/index.js";
import { Endpoint } from "./endpoint.js";
import { GgufService } from "./gguf.js";
import { keyIn, type ServiceOptions, type Who } from "./options.js";
import { type Answer, type ChatService, type Question, tokensOf } from "./service.js";

/**
 * Named by the server's address and its model's name, or by `weights` and that name, or by a file's
 * hash. Keys, limits and prices name nothing: they do not change what is answered.
 */
export class Served implements Identified {
  readonly identity: JsonObject;
  private readonly endpoint: Endpoint | undefined;

  private constructor(
    private readonly who: Who,
    readonly options: ServiceOptions,
  ) {
    const { weights } = options;
    if ("gguf" in who) this.identity = { gguf: fileOf(who).sha256 };
    else {
      const place = weights === undefined ? { url: who.url } : { weights };
      this.identity = { ...place, model: who.model };
      this.endpoint = new Endpoint(who.url, who.model, options);
    }
  }

  /**
   * The model as it is asked with these options; one for the same, so that all who ask it share its
   * limits.
   * @throws InternalError for a file that `findFile` was not asked for
   */
  static of(who: Who, options: ServiceOptions): Served {
    const known = once(made, who, () => new Map<string, Served>());
    const key = JSON.stringify(Object.entries(options).sort());
    return once(known, key, () => new Served(who, options));
  }

  /** What messages call it. */
  get name(): string {
    return "gguf" in this.who ? this.who.gguf : `${this.who.model} at ${this.who.url}`;
  }

  /** Questions that are under way at a time. */
  get concurrency(): number {
    return this.endpoint ? this.options.concurrency : 1;
  }

  /** @throws InputError where its key is missing */
  checkKey(): void {
    keyIn(this.options.keyFrom);
  }

  /** What the question takes at most. */
  foreseen({ messages, maxTokens }: Pick<Question, "messages" | "maxTokens">): Spending {
    return this.priced({ questions: 1, tokensIn: tokensOf(messages), tokensOut: maxTokens });
  }

  /** What an answer took. */
  spending({ tokensIn, tokensOut }: Pick<Answer, "tokensIn" | "tokensOut">): Spending {
    return this.priced({ questions: 1, tokensIn, tokensOut });
  }

  /** Tokens with what they cost. */
  priced(asked: Omit<Spending, "cost">): Spending {
    const { inputPrice, outputPrice } = this.options;
    const cost = (asked.tokensIn * inputPrice + asked.tokensOut * outputPrice) / 1e6;
    return { ...asked, cost };
  }

  /** The service that answers; whoever asks closes it. */
  open({ threads, runtime }: Pick<RunContext, "threads" | "runtime">): ChatService {
    if (this.endpoint) return this.endpoint;
    return new GgufService(fileOf(this.who).path, { threads, gpu: runtime.device !== "cpu" });
  }
}

const made = new WeakMap<Who, Map<string, Served>>();
const files = new WeakMap<Who, { readonly path: string; readonly sha256: string }>();

/** Looks up the file behind a model, where it is one. @throws InputError where there is none */
export async function findFile(who: Who, baseDir: string): Promise<void> {
  if (!("gguf" in who) || files.has(who)) return;
  const path = resolve(baseDir, who.gguf);
  const sha256 = await sha256OfFile(path).catch((cause: unknown) => {
    throw new InputError(`chat: "gguf" must be a file, there is none at ${path}`, { cause });
  });
  files.set(who, { path, sha256 });
}

function fileOf(who: Who) {
  const found = files.get(who);
  if (found) return found;
  throw new InternalError("a chat model's file was not looked up with the study's models");
}
