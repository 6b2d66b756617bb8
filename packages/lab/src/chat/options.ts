// Who answers, and how it is to be asked: what a study says of a server or a file.

import { InputError } from "@w2s/base";
import * as z from "zod";

const price = z.number().min(0).default(0);

/** How a server is asked. None of it changes what is answered, and none of it names an answer. */
export const serviceSchema = {
  /** Name of the environment variable that holds the key; default: none is sent. */
  keyFrom: z.string().optional(),
  /**
   * A name of exactly these weights, such as a revision or a hash: it stands for the server in the
   * names of answers, so that any server of the same weights has the same; default: the url.
   */
  weights: z.string().min(1).optional(),
  /** Questions that are under way at a time, at least 1; default 4. */
  concurrency: z.int().min(1).default(4),
  /** Most questions a minute; default: no limit. */
  requestsPerMinute: z.number().positive().optional(),
  /** Most tokens a minute, of questions and answers; default: no limit. */
  tokensPerMinute: z.number().positive().optional(),
  /** Seconds that an answer may take; default 120. */
  timeout: z.number().positive().default(120),
  /** Further attempts where a server is busy, fails or breaks off, at least 0; default 6. */
  retries: z.int().min(0).default(6),
  /** Seconds before the first of them, doubled for each further one; default 0.5. */
  backoff: z.number().positive().default(0.5),
  /** Money for a million tokens of questions; default 0. */
  inputPrice: price,
  /** Money for a million tokens of answers; default 0. */
  outputPrice: price,
};

/** How a server is asked. */
export type ServiceOptions = z.output<z.ZodObject<typeof serviceSchema>>;

const whoSchema = z.strictObject({
  url: z.string().optional(),
  gguf: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
});

/** Who answers: a model of a server, or one in a GGUF file. */
export type Who =
  | { readonly url: string; readonly model: string }
  | { readonly gguf: string; readonly model?: string };

/** @throws InputError for both or neither, and for a url that is none or may hold a secret */
export function whoOf(given: z.input<typeof whoSchema>): Who {
  const { url, gguf, model } = given;
  if ((url === undefined) === (gguf === undefined)) {
    throw new InputError(
      'chat: give "url" (a server, with "model") or "gguf" (a file), ' +
        `got ${url === undefined ? "neither" : "both"}`,
    );
  }
  if (gguf !== undefined) return { gguf, ...(model !== undefined && { model }) };
  if (model === undefined || model === "") {
    throw new InputError('chat: "model" must be given: the name that the server knows it by');
  }
  return { url: checkedUrl(url!), model };
}

/** What a url holds of secrets would stand in files: it is never shown. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InputError(
      'chat: "url" must be an http(s) address that ends before /chat/completions, such as ' +
        "http://localhost:8000/v1",
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError(
      'chat: "url" must hold no name, password or ?parameters; a key goes into an environment ' +
        'variable that "keyFrom" names',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "")}`;
}

/** What is given as the name of a variable may be the key itself: it is never shown. */
export function checkKeyName(keyFrom: string | undefined): void {
  if (keyFrom === undefined || /^[A-Z][A-Z0-9_]*$/.test(keyFrom)) return;
  throw new InputError(
    'chat: "keyFrom" must be the name of an environment variable in capitals, such as ' +
      "OPENAI_API_KEY, and never the key itself",
  );
}

/** The key. @throws InputError where the variable is not set */
export function keyIn(keyFrom: string | undefined): string | undefined {
  if (keyFrom === undefined) return undefined;
  const key = process.env[keyFrom]?.trim();
  if (key) return key;
  throw new InputError(
    `chat: the environment variable ${keyFrom}, which "keyFrom" names, is not set; export the ` +
      "key there",
  );
}
