// Messages of a chat in a row, { role, content } or { from, value } each: no text, but one of them
// is what a reader means.

import { pathsIn } from "./row.js";

/** A message: who says it, and the path to its text. */
interface Message {
  readonly by: string;
  readonly text: string;
}

/** What a field is to hold: what is asked, or what is said. */
export type Meant = "asked" | "said";

/** A path into a field's value to a message, and how many there are. */
export interface FoundMessage {
  readonly path: string;
  readonly count: number;
}

/**
 * Where in a value the message stands that is meant: the last, and of what is asked the last that
 * is no assistant's. Counted from the end, since dialogues differ in length; undefined where there
 * are no messages.
 */
export function messageIn(value: unknown, meant: Meant): FoundMessage | undefined {
  for (const [path, inner] of [["", value] as const, ...pathsIn(value)]) {
    const messages = messagesOf(inner);
    if (messages === null) continue;
    const asked = messages.findLastIndex(({ by }) => !ASSISTANT.test(by));
    const at = meant === "asked" && asked >= 0 ? asked : messages.length - 1;
    const within = `${at - messages.length}.${messages[at]!.text}`;
    return { path: path === "" ? within : `${path}.${within}`, count: messages.length };
  }
  return undefined;
}

const ASSISTANT = /^(?:assistant|gpt|chatgpt|model|bot|bard|bing)$/i;

/** A list's items as messages; null where one is none, or there are none. */
function messagesOf(value: unknown): readonly Message[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const messages = value.map(messageOf);
  const known = messages.flatMap((message) => message ?? []);
  return known.length === messages.length ? known : null;
}

function messageOf(value: unknown): Message | null {
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const by = fields.get("role") ?? fields.get("from");
  const name = ["content", "value"].find((one) => fields.has(one));
  if (typeof by !== "string" || name === undefined) return null;
  const content = fields.get(name);
  if (typeof content === "string") return { by, text: name };
  // In parts, as chats with images are.
  const part = pathsIn(content).find(([path, text]) => /(^|\.)text$/.test(path) && isText(text));
  return part === undefined ? null : { by, text: `${name}.${part[0]}` };
}

const isText = (value: unknown): value is string => typeof value === "string";
