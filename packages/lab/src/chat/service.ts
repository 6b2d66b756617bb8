// What answers questions put as a chat: a server that speaks the OpenAI-compatible protocol, or a
// model in a GGUF file. Whoever asks knows neither.

/** A turn of a chat. */
export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
}

/** What is asked; all of it is part of the answer's name. */
export interface Question {
  readonly messages: readonly Message[];
  /** Most tokens of the answer. */
  readonly maxTokens: number;
  readonly temperature: number;
  /** Which of several draws this is, where the temperature is above 0. */
  readonly draw?: number;
  /** How many of the most probable tokens are wanted at each place of the answer; 0: none. */
  readonly alternatives: number;
  /** The only answers that there are; undefined: it is free. */
  readonly choices?: readonly string[];
  /** How a server is held to them; undefined: it is not. */
  readonly constrain?: Constraint;
}

/** How servers call the constraint of an answer to some choices. */
export const constraints = ["choice", "guided_choice", "grammar", "json"] as const;
export type Constraint = (typeof constraints)[number];

/** A token, and the natural logarithm of its probability. */
export interface Alternative {
  readonly token: string;
  readonly logprob: number;
}

/** A token of an answer, and what might have stood in its place, surest first. */
export interface AnswerToken {
  readonly token: string;
  readonly alternatives: readonly Alternative[];
}

export interface Answer {
  readonly text: string;
  /** The first places of the answer; empty where no log-probabilities were wanted, or given. */
  readonly places: readonly AnswerToken[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** False where `maxTokens` were said before it came to its end. */
  readonly ended: boolean;
}

/** Places that an answer keeps: what decides among choices stands at its beginning. */
export const placesKept = 8;

export interface ChatService {
  /**
   * @throws InputError for what another attempt would not change, or has not; the signal's reason
   * when aborted
   */
  answer(question: Question, signal: AbortSignal): Promise<Answer>;
  /** Frees what it holds. */
  close(): Promise<void>;
}

/** Tokens that so many characters are at most, roughly: three a token, and some for the turn. */
export function tokensOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { text }) => sum + Math.ceil(text.length / 3) + 8, 0);
}
