// A model behind an address that speaks the OpenAI-compatible protocol. Where a server is busy,
// fails or breaks off it is asked again; what would not change is told at once, in one line.

import { clip, InputError, plain } from "@w2s/base";
import { keyIn, type ServiceOptions } from "./options.js";
import { answerOf, type Dialect, errorOf, requestBody } from "./protocol.js";
import { type Answer, type ChatService, type Question, tokensOf } from "./service.js";
import { backoffMs, Gate, retryAfterMs, waited } from "./waiting.js";

/** A fault that another attempt may change. */
class Passing extends Error {
  constructor(
    message: string,
    /** What the server asks to wait, milliseconds. */
    readonly afterMs?: number,
    /** Whether nobody answered: a server that never did is likely not there. */
    readonly isSilence = false,
  ) {
    super(message);
  }
}

/** No answer is as long: what goes on beyond it is not read. */
const mostBytes = 2 ** 23;
/** Who is told to wait for longer had better come back another time. */
const longestWaitMs = 600_000;

export class Endpoint implements ChatService {
  private dialect: Dialect = {
    tokensField: "max_tokens",
    alternatives: Number.POSITIVE_INFINITY,
  };
  private hasAnswered = false;
  private readonly gate: Gate;

  constructor(
    private readonly url: string,
    private readonly model: string,
    private readonly options: ServiceOptions,
  ) {
    this.gate = new Gate(options);
  }

  async answer(question: Question, signal: AbortSignal): Promise<Answer> {
    const { retries, backoff } = this.options;
    for (let attempt = 0; ; attempt++) {
      await this.gate.pass(tokensOf(question.messages) + question.maxTokens, signal);
      try {
        return await this.asked(question, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Passing)) throw error;
        if (attempt >= (error.isSilence && !this.hasAnswered ? Math.min(retries, 2) : retries)) {
          throw this.gaveUp(error.message, attempt + 1);
        }
        const { afterMs } = error;
        if (afterMs !== undefined && afterMs > longestWaitMs) {
          const minutes = Math.ceil(afterMs / 60_000);
          throw this.fault(`asks to wait ${minutes} minutes (${error.message}); run again then`);
        }
        if (afterMs !== undefined) this.gate.close(afterMs);
        await waited(Math.max(afterMs ?? 0, backoffMs(1000 * backoff, attempt)), signal);
      }
    }
  }

  async close(): Promise<void> {}

  /** One request, or more where the server turns out to speak another dialect. */
  private async asked(question: Question, signal: AbortSignal): Promise<Answer> {
    const spoken = this.dialect;
    const { status: sent, body, afterMs } = await this.request(question, signal);
    if (sent === 200) {
      const answer = answerOf(body, question);
      if (answer) return answer;
    }
    const { message, code, isError } = errorOf(body);
    // A service in between may say an error of those behind it in a body that went well.
    const status = sent === 200 && isError ? statusIn(code) : sent;
    if (status === 200) throw new Passing(`an answer that is no chat completion: ${shown(body)}`);
    if (
      (status === 400 || status === 422) &&
      this.learnsDialect(message, spoken, question.alternatives)
    )
      return this.asked(question, signal);
    // A quota that is used up is not there a minute later.
    if (isPassing(status) && code !== "insufficient_quota") {
      throw new Passing(`answer ${status}: ${shown(message)}`, afterMs);
    }
    throw this.refusal(status, message);
  }

  /** Whether a refusal shows another dialect than the one that was spoken. */
  private learnsDialect(message: string, spoken: Dialect, asked: number): boolean {
    if (/max_completion_tokens/.test(message) && spoken.tokensField === "max_tokens") {
      this.dialect = { ...this.dialect, tokensField: "max_completion_tokens" };
      return true;
    }
    if (!/logprobs/i.test(message) || spoken.alternatives === 0) return false;
    // Of what it says of them, a number below what was asked for is the most that it lists.
    const numbers = message.match(/(?<![\w.-])\d+(?![\w-]|\.\d)/g)?.map(Number) ?? [];
    const fewer = numbers.filter((number) => number < Math.min(spoken.alternatives, asked));
    this.dialect = { ...this.dialect, alternatives: Math.max(0, ...fewer) };
    return true;
  }

  private async request(question: Question, signal: AbortSignal) {
    const { keyFrom, timeout } = this.options;
    const key = keyIn(keyFrom);
    const late = AbortSignal.timeout(1000 * timeout);
    try {
      const response = await fetch(`${this.url}/chat/completions`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: requestBody(this.model, question, this.dialect),
        signal: AbortSignal.any([signal, late]),
        redirect: "manual",
      });
      this.hasAnswered = true;
      const text = await textOf(response);
      return {
        status: response.status,
        // A server may say the key back in its words.
        body: key === undefined ? text : text.replaceAll(key, "***"),
        afterMs: retryAfterMs(response.headers.get("retry-after")),
      };
    } catch (error) {
      signal.throwIfAborted();
      const reason = late.aborted ? `no answer within ${timeout} s` : reasonOf(error);
      throw new Passing(reason, undefined, !late.aborted);
    }
  }

  private refusal(status: number, message: string): InputError {
    const said = shown(message);
    if (status >= 300 && status < 400) {
      return this.fault(`redirects (${status}); give the address that it redirects to`);
    }
    if (status === 401 || status === 403) {
      const { keyFrom } = this.options;
      const key =
        keyFrom === undefined ? 'a key, which "keyFrom" would name,' : `the key in ${keyFrom}`;
      return this.fault(
        `refuses ${status === 401 ? key : `access with ${key}`} (${status}): ${said}`,
      );
    }
    if (status === 404) {
      return this.fault(
        `knows no such address or model (404): ${said}; "url" must end before /chat/completions, ` +
          "often with /v1",
      );
    }
    return this.fault(`refuses the question (${status}): ${said}`);
  }

  private gaveUp(reason: string, attempts: number): InputError {
    return this.fault(
      `no answer after ${attempts} attempts, the last: ${reason}; answers so far are kept, run ` +
        "again to go on",
    );
  }

  private fault(what: string): InputError {
    return new InputError(`chat: ${this.model} at ${this.url}: ${what}`);
  }
}

/** Too early, too often, or its own fault. */
const isPassing = (status: number): boolean =>
  [408, 409, 425, 429].includes(status) || status >= 500;

/** The status that an error's code says; a fault of the server's own where it says none. */
function statusIn(code: string): number {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : 500;
}

/** One line of somebody else's words. */
const shown = (text: string): string =>
  clip(plain(text).replaceAll(/\s+/g, " ").trim() || "no words", 200);

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What fetch means by "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "the connection failed";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const words = connectionFaults[code];
  return words === undefined ? code || cause.message : `${words} (${code})`;
}

const connectionFaults: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "there is no such host",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
};
