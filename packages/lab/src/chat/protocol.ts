// The OpenAI-compatible chat protocol, as far as it is spoken here: a question as a request's body,
// and a body as an answer.

import * as z from "zod";
import { type Answer, type Constraint, placesKept, type Question, tokensOf } from "./service.js";

/** What some servers cannot do, or call otherwise. */
export interface Dialect {
  /** Newer hosted models know `max_tokens` by another name. */
  readonly tokensField: "max_tokens" | "max_completion_tokens";
  readonly givesLogprobs: boolean;
}

/** A request's body. */
export function requestBody(model: string, question: Question, dialect: Dialect): string {
  const { messages, maxTokens, temperature, draw, alternatives, choices, constrain } = question;
  return JSON.stringify({
    model,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    [dialect.tokensField]: maxTokens,
    temperature,
    ...(draw !== undefined && { seed: draw }),
    ...(alternatives > 0 &&
      dialect.givesLogprobs && { logprobs: true, top_logprobs: alternatives }),
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
  token: z.string(),
  /** Some servers write minus infinity as null. */
  logprob: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NEGATIVE_INFINITY),
});
const bodySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        finish_reason: z.string().nullish(),
        logprobs: z
          .object({
            content: z
              .array(
                z.object({ ...alternative.shape, top_logprobs: z.array(alternative).nullish() }),
              )
              .nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number().min(0),
      completion_tokens: z.number().min(0).nullish(),
    })
    .nullish(),
});

/** An answer of a body; undefined for what is none. Tokens that are not counted are estimated. */
export function answerOf(body: string, question: Question): Answer | undefined {
  const { data } = bodySchema.safeParse(jsonOf(body));
  const choice = data?.choices[0];
  if (!choice) return undefined;
  const text = textOf(choice.message.content ?? "", question);
  const { usage } = data;
  const places = question.alternatives > 0 ? (choice.logprobs?.content ?? []) : [];
  return {
    text,
    places: places.slice(0, placesKept).map(({ token, logprob, top_logprobs }) => ({
      token,
      alternatives: (top_logprobs?.length ? top_logprobs : [{ token, logprob }])
        .filter((one) => Number.isFinite(one.logprob))
        .map((one) => ({ token: one.token, logprob: one.logprob })),
    })),
    tokensIn: usage?.prompt_tokens ?? tokensOf(question.messages),
    tokensOut: usage?.completion_tokens ?? Math.ceil(text.length / 3),
    ended: choice.finish_reason !== "length",
  };
}

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

/** What a server says is wrong: its words, and its code for it where it has one. */
export function errorOf(body: string): { readonly message: string; readonly code: string } {
  const json = jsonOf(body);
  const { data } = z.union([errorSchema, bareError]).safeParse(json);
  if (data) return { message: data.error.message, code: String(data.error.code ?? "") };
  return { message: body, code: "" };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
