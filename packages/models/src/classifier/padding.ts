// The padding token of a folder that is written: transformers' decoders find a text's last token by
// its id, and batches of texts cannot be made without one. Tokenizer and config must name the same.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJson } from "@w2s/base";
import { z } from "zod";
import { TOKENIZER, TOKENIZER_CONFIG } from "../hub/model-files.js";
import { loadTokenizer } from "../tokenizer/tokenizer.js";

const named = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();

const configSchema = z.looseObject({
  pad_token: named,
  eos_token: named,
  unk_token: named,
  bos_token: named,
});

const tokenizerSchema = z.looseObject({
  model: z.looseObject({ vocab: z.unknown() }).optional(),
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })).nullish(),
});

/**
 * Sees to it that the folder's tokenizer_config.json names a padding token, and gives its id: the
 * one that it names, else the one that the model's config means, else its end, unknown or begin of
 * a text, by either config, whichever does not end texts. Undefined where there is no tokenizer or
 * no such token.
 */
export async function withPadding(
  folder: string,
  model: Readonly<Record<string, unknown>>,
): Promise<number | undefined> {
  const [tokenizer, tokenizerConfig] = [join(folder, TOKENIZER), join(folder, TOKENIZER_CONFIG)];
  if (!existsSync(tokenizer)) return undefined;
  const config = existsSync(tokenizerConfig) ? readJson(tokenizerConfig, configSchema) : {};
  const ids = idsOf(readJson(tokenizer, tokenizerSchema));
  const own = contentOf(config.pad_token);
  if (own !== undefined && ids.has(own)) return ids.get(own)!;
  if (ids.size === 0) return undefined;
  const files = { tokenizer, tokenizerConfig };
  const last = loadTokenizer(files, Number.POSITIVE_INFINITY).encode("a").ids.at(-1);
  const meant = (name: string) =>
    [model[`${name}_token_id`]].flat().map((id) => [...ids].find((one) => one[1] === id)?.[0]);
  const candidates = [
    ...meant("pad"),
    ...["eos", "unk", "bos"].flatMap((name) => [
      contentOf(config[`${name}_token`]),
      ...meant(name),
    ]),
  ];
  const chosen = candidates.find(
    (token) => token !== undefined && ids.has(token) && ids.get(token) !== last,
  );
  if (chosen === undefined) return undefined;
  await writeFile(
    tokenizerConfig,
    `${JSON.stringify({ ...PLAIN, ...config, pad_token: chosen }, null, 2)}\n`,
  );
  return ids.get(chosen)!;
}

/** Where no class is named, the one that takes tokenizer.json as it is. */
const PLAIN = { tokenizer_class: "PreTrainedTokenizerFast" };

function contentOf(token: unknown): string | undefined {
  return named.safeParse(token).success && token !== null && typeof token === "object"
    ? (token as { content: string }).content
    : typeof token === "string"
      ? token
      : undefined;
}

/** Ids by token: of added ones, and of those of the vocabulary, a record or a list of pieces. */
function idsOf({ model, added_tokens }: z.infer<typeof tokenizerSchema>): Map<string, number> {
  const vocab = model?.vocab;
  const known: [string, number][] = Array.isArray(vocab)
    ? vocab.map((piece, id) => [String((piece as readonly unknown[])[0]), id])
    : Object.entries((vocab ?? {}) as Readonly<Record<string, number>>);
  return new Map([
    ...known,
    ...(added_tokens ?? []).map(({ id, content }) => [content, id] as const),
  ]);
}
