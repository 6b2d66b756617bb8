// A student by prompting a model that somebody serves, or a file's: it is asked for labels in a
// chat. As a supervisor it labels by prompting, and so it stands in protocols.

import { basename } from "node:path";
import { InputError, shownUncalled } from "@w2s/base";
import { type Who, whoOf } from "../../chat/index.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";
import { type ChatOptions, type ChatRecipe, chatRecipe } from "./recipe.js";

/** A chat model, asked for the label. */
export interface ChatSpec extends SpecBase {
  readonly kind: "chat";
  readonly who: Who;
  readonly recipe: ChatRecipe;
}

/** Who answers: `url` and `model` of a server, or a `gguf` file. */
export interface ChatSource {
  /** Of a server that speaks the OpenAI-compatible protocol; ends before /chat/completions. */
  readonly url?: string;
  /** A GGUF file, by the optional package node-llama-cpp; a path from the study's folder. */
  readonly gguf?: string;
  /** The name that the server knows the model by; of a file, what tables call it. */
  readonly model?: string;
}

/**
 * A model behind an OpenAI-compatible server, or in a GGUF file, that is asked for labels. As a
 * student it sees its supervisor's labels in the context, where `shots` are asked for; its ceiling,
 * and a supervisor, see ground truth. Nothing is trained; every answer is kept, and asked once.
 *
 *     chat({ url: "http://localhost:8000/v1", model: "Qwen/Qwen3-8B", question: "Is it sound?" })
 *     chat({ gguf: "SmolLM2-135M-Instruct.Q4_1.gguf", orders: 2 })
 *
 * @throws InputError for an unknown or wrong option, and unless one of `url` and `gguf` is given
 */
export function chat(options: ChatSource & ChatOptions & { readonly as?: string }): ChatSpec {
  if (typeof options !== "object" || options === null) {
    throw new InputError(
      `chat: needs options, with "url" and "model", or "gguf", got ${shownUncalled(options)}`,
    );
  }
  const { url, gguf, model, ...rest } = options;
  const { as, own } = namedApart("chat", rest);
  const who = whoOf({ url, gguf, model });
  return labelled({ kind: "chat" as const, as, who, recipe: chatRecipe(own) }, chatLabel);
}

/** The model's last name, and how many examples it sees. */
export function chatLabel({ who, recipe }: Pick<ChatSpec, "who" | "recipe">): string {
  const name = who.model?.split("/").at(-1) ?? basename("gguf" in who ? who.gguf : "");
  const bare = name.replace(/\.gguf$/i, "");
  return recipe.shots === 0 ? `${bare} chat` : `${bare} chat ${recipe.shots}-shot`;
}
