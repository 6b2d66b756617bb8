// How a chat model is asked for a label, and how its service is asked. The papers that prompt for
// labels each have words of their own; those here are plain, and to be changed for the task.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { checkKeyName, constraints, type ServiceOptions, serviceSchema } from "../../chat/index.js";

/** What is asked: all of it names what is answered. */
const questionSchema = {
  /** Labelled examples before the question, as many of each class as can be; default 0. */
  shots: z.int().min(0).default(0),
  /** What the model is told first, as the chat's system message; default: nothing. */
  system: z.string().min(1).optional(),
  /** What follows the text; default "Which of these is right?". */
  question: z.string().min(1).default("Which of these is right?"),
  /** What the options are called, where a text is classified; default: the task's names. */
  labelWords: z.array(z.string().min(1)).min(2).optional(),
  /** Whether options are chosen by a "letter" (default), or by their own "word". */
  answers: z.enum(["letter", "word"]).default("letter"),
  /**
   * In how many orders the options are put, each a turn of the one before; what is said is their
   * mean, so that no place is preferred; at least 1, default 1.
   */
  orders: z.int().min(1).default(1),
  /** At least 0, default 0: the most probable answer. */
  temperature: z.number().min(0).default(0),
  /** Answers to each question, whose mean is said; above 1 with a temperature; default 1. */
  samples: z.int().min(1).default(1),
  /** Most tokens of an answer, at least 1; a model that thinks aloud needs many; default 8. */
  answerTokens: z.int().min(1).default(8),
  /** Most tokens of an argument, where it argues in a debate or consultancy; default 200. */
  argumentTokens: z.int().min(1).default(200),
  /**
   * Log-probabilities of the answers: "given" (default): used where the server gives them;
   * "required": refused where it does not; "none": not asked for.
   */
  logprobs: z.enum(["given", "required", "none"]).default("given"),
  /** Most probable tokens that are asked for, 1 to 20; default 20. */
  alternatives: z.int().min(1).max(20).default(20),
  /**
   * How the server is held to the answers there are: "choice" (vLLM), "guided_choice" (vLLM before
   * 0.12), "grammar" (llama.cpp) or "json" (a JSON schema); default: it is not.
   */
  constrain: z.enum(constraints).optional(),
  /** Times that a model is told by example how to answer, where it said none of the options. */
  again: z.int().min(0).default(2),
  /** Who never does is refused ("refuse", default), or says all options alike ("uniform"). */
  nonsense: z.enum(["refuse", "uniform"]).default("refuse"),
};

/** Documented in docs/students/chat.md, which a test compares with it. */
export const chatSchema = z.strictObject({ ...questionSchema, ...serviceSchema });

/** How a chat model is asked. */
export type ChatRecipe = z.output<typeof chatSchema>;
/** Options of `chat`, beside who answers. */
export type ChatOptions = z.input<typeof chatSchema>;
/** The part of a recipe that decides what is answered. */
export type Asking = z.output<z.ZodObject<typeof questionSchema>>;

/** @throws InputError for an unknown option, one out of range, and options that exclude others */
export function chatRecipe(options: ChatOptions = {}): ChatRecipe {
  checkKeyName(typeof options.keyFrom === "string" ? options.keyFrom : undefined);
  const recipe = checkOptions(chatSchema, options, "chat");
  const { labelWords: words = [], samples, temperature, constrain, logprobs } = recipe;
  const twice = words.find((word, i) => words.indexOf(word) < i);
  if (twice !== undefined) {
    throw new InputError(`chat: "labelWords" has "${twice}" twice; each option needs its own`);
  }
  if (samples > 1 && temperature === 0) {
    throw new InputError('chat: "samples" above 1 needs a "temperature" above 0: all are the same');
  }
  if (constrain === "json" && logprobs === "required") {
    throw new InputError(
      'chat: give "constrain": "json" or "logprobs", not both: the answer is an object',
    );
  }
  return recipe;
}

/** What of a recipe names its answers. */
export function askingOf(recipe: ChatRecipe): Asking {
  return z.object(questionSchema).parse(recipe);
}

/** What of it says how its service is asked. */
export function serviceOf(recipe: ChatRecipe): ServiceOptions {
  return z.object(serviceSchema).parse(recipe);
}
