// What is put around a text: the post-processors of tokenizer.json.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { type Builders, build, fields, listed, type TokenizerPart } from "./parts.js";

/** Ids before and after those of a text. */
export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const none: Frame = { before: [], after: [] };

/** Reads a post-processor. @throws InputError for one that is not supported, naming it */
export function postProcessor(part: TokenizerPart): Frame {
  return build("post-processor", builders, part);
}

const pair = z.tuple([z.string(), z.int().nonnegative()]);
const around = z.looseObject({ cls: pair, sep: pair });
const special = z.looseObject({ ids: z.array(z.int().nonnegative()) });
const template = z.looseObject({
  single: z.array(
    z.union([
      z.object({ SpecialToken: z.looseObject({ id: z.string() }) }),
      z.object({ Sequence: z.looseObject({ id: z.enum(["A", "B"]) }) }),
    ]),
  ),
  special_tokens: z.record(z.string(), special),
});

const clsAndSep = (part: TokenizerPart): Frame => {
  const { cls, sep } = fields(part, around);
  return { before: [cls[1]], after: [sep[1]] };
};

const builders: Builders<Frame> = {
  BertProcessing: clsAndSep,
  ByteLevel: () => none,
  RobertaProcessing: clsAndSep,
  Sequence(part) {
    const frames = listed(part, "processors").map(postProcessor);
    const adding = frames.filter(({ before, after }) => before.length + after.length > 0);
    if (adding.length < 2) return adding[0] ?? none;
    throw new InputError(
      `${part.place}: a "Sequence" of several processors that add tokens is not supported; ` +
        "take a model with another tokenizer",
    );
  },
  TemplateProcessing(part) {
    const { single, special_tokens } = fields(part, template);
    const texts = single.filter((piece) => "Sequence" in piece);
    if (texts.length !== 1 || texts[0]!.Sequence.id !== "A") {
      throw new InputError(`${part.place}: "single" must have one text, the sequence "A"`);
    }
    const at = single.findIndex((piece) => "Sequence" in piece);
    const ids = (pieces: typeof single) =>
      pieces.flatMap((piece) => {
        if (!("SpecialToken" in piece)) return [];
        const { id } = piece.SpecialToken;
        const known = Object.hasOwn(special_tokens, id) ? special_tokens[id] : undefined;
        if (known) return known.ids;
        throw new InputError(`${part.place}: "special_tokens" must have ${JSON.stringify(id)}`);
      });
    return { before: ids(single.slice(0, at)), after: ids(single.slice(at + 1)) };
  },
};
