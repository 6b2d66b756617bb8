// The OpenAI-compatible chat protocol, as far as it is spoken here: a question as a request's body,
// and a body as an answer.

import * as z from "zod";
import { afterThought } from "./choice.js";
import { type Answer, type Constraint, placesKept, type Question, tokensOf } from "./service.js";

/** What some servers cannot do, or call otherwise. */
export interface Dialect {
  /** Newer hosted models know `max_tokens` by another name. */
  readonly tokensField: "max_tokens" | "max_completion_tokens";
  /** The most alternatives that it lists; 0: it gives no log-probabilities. */
  readonly alternatives: number;
}

/** A request's body. */
export function requestBody(model: string, question: Question, dialect: Dialect): string {
  const { messages, maxTokens, temperature, draw, alternatives, choices, constrain } = question;
  const most = Math.min(alternatives, dialect.alternatives);
  return JSON.stringify({
    model,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    [dialect.tokensField]: maxTokens,
    temperature,
    ...(draw !== undefined && { seed: draw }),
    ...(most > 0 && { logprobs: true, top_logprobs: most }),
    ...(choices && constrain && constrained[constrain](choices)),
    stream: false,
  });
}

/** How servers are told to say one of some choices: vLLM (now, and before), llama.cpp, others. */
const constrained: Readonly<Record<Constraint, (choices: readonly string[]) => object>> = {
  choice: (choices) => ({ structured_outputs: { choice: choices } }),
  guided_choice: (choices) => ({ guided_choice: choices }),
  grammar: (choices) => ({
    grammar: `root ::= ${choices.map((choice) => JSON.stringify(choice)).join(" | ")}`,
  }),
  json: (choices) => ({
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "answer",
        strict: true,
        schema: {
          type: "object",
          properties: { answer: { type: "string", enum: choices } },
          required: ["answer"],
          additionalProperties: false,
        },
      },
    },
  }),
};

const alternative = z.object({
  /** Some servers show a tokenizer's own signs for a blank and a new line. */
  token: z.string().transform((token) => token.replace(/^[\u2581\u0120\u010a]+/, " ")),
  /** Some servers write minus infinity as null. */
  logprob: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NEGATIVE_INFINITY),
});
const byPlace = z.object({
  content: z
    .array(z.object({ ...alternative.shape, top_logprobs: z.array(alternative).nullish() }))
    .nullish(),
});
/** A part of an answer; one that is no text, such as a thought, says nothing. */
const part = z.looseObject({ type: z.string().optional(), text: z.string().optional() });
/** The older form, as of completions: columns of tokens, and of what might have stood there. */
const columns = z.object({
  tokens: z.array(z.string()),
  token_logprobs: z.array(z.number().nullable()),
  top_logprobs: z.array(z.record(z.string(), z.number().nullable()).nullable()).nullish(),
});

function placesOf(logprobs: unknown): unknown {
  const { data } = columns.safeParse(logprobs);
  if (data === undefined) return logprobs;
  const content = data.tokens.map((token, at) => ({
    token,
    logprob: data.token_logprobs[at] ?? null,
    top_logprobs: Object.entries(data.top_logprobs?.[at] ?? {}).map(([other, logprob]) => ({
      token: other,
      logprob,
    })),
  }));
  return { content };
}

const bodySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.union([z.string(), z.array(part)]).nullish() }),
        finish_reason: z.string().nullish(),
        logprobs: z.preprocess(placesOf, byPlace.nullish()),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number().min(0).nullish(),
      completion_tokens: z.number().min(0).nullish(),
    })
    .nullish(),
});

/** An answer of a body; undefined for what is none. Tokens that are not counted are estimated. */
export function answerOf(body: string, question: Question): Answer | undefined {
  const { data } = bodySchema.safeParse(jsonOf(body));
  const choice = data?.choices[0];
  if (!choice) return undefined;
  const { content } = choice.message;
  const written =
    typeof content === "string" ? content : (content ?? []).map(({ text = "" }) => text).join("");
  const text = textOf(written, question);
  const { usage } = data;
  const listed = question.alternatives > 0 ? (choice.logprobs?.content ?? []) : [];
  const places = listed.slice(beginOf(afterThought(written).trim(), listed));
  return {
    text,
    places: places.slice(0, placesKept).map(({ token, logprob, top_logprobs }) => ({
      token,
      // Who is held to some answers may say a token that is not among the most probable.
      alternatives: [
        ...(top_logprobs ?? []),
        ...(top_logprobs?.some((one) => one.token === token) ? [] : [{ token, logprob }]),
      ].filter((one) => Number.isFinite(one.logprob)),
    })),
    tokensIn: usage?.prompt_tokens ?? tokensOf(question.messages),
    tokensOut: usage?.completion_tokens ?? Math.ceil(text.length / 3),
    ended: choice.finish_reason !== "length",
  };
}

/**
 * The first of the tokens that a text is made of. Before them may stand what the model thought, of
 * which some servers give the tokens too.
 */
function beginOf(text: string, tokens: readonly { readonly token: string }[]): number {
  let behind = "";
  for (let at = tokens.length - 1; at >= 0 && text !== ""; at--) {
    behind = tokens[at]!.token + behind;
    if (behind.trimStart().startsWith(text)) return at;
    if (behind.length > text.length + longestEnd) break;
  }
  return 0;
}

/** What stands behind an answer is no longer: the token of its end. */
const longestEnd = 100;

/** Where an answer is an object of JSON by constraint, what stands in it. */
function textOf(content: string, { constrain }: Question): string {
  if (constrain !== "json") return content;
  const held = z.object({ answer: z.string() }).safeParse(jsonOf(content));
  return held.success ? held.data.answer : content;
}

const errorSchema = z.object({
  error: z.union([
    z.object({ message: z.string(), code: z.union([z.string(), z.number()]).nullish() }),
    z.string().transform((message) => ({ message, code: undefined })),
  ]),
});
/** vLLM's older form. */
const bareError = z
  .object({ message: z.string() })
  .transform(({ message }) => ({ error: { message, code: undefined } }));

/** What a server says is wrong. */
export interface ServerError {
  readonly message: string;
  /** Its code for it; "" where it has none. */
  readonly code: string;
  /** Whether it says so in the protocol's form. */
  readonly isError: boolean;
}

/** What a body says is wrong. */
export function errorOf(body: string): ServerError {
  const json = jsonOf(body);
  const own = errorSchema.safeParse(json);
  const { data } = own.success ? own : bareError.safeParse(json);
  if (!data) return { message: body, code: "", isError: false };
  const { message, code } = data.error;
  return { message, code: String(code ?? ""), isError: own.success };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return withoutInfinities(text);
  }
}

/** Servers in Python may write -Infinity, which is no JSON. */
function withoutInfinities(text: string): unknown {
  try {
    return JSON.parse(text.replaceAll(/([:,[]\s*)(-?Infinity|NaN)\b/g, "$1null"));
  } catch {
    return undefined;
  }
}
