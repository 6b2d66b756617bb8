// A part of tokenizer.json: an object whose "type" says what it is. Each kind of part has a total
// map from types to functions that build one.

import { check, didYouMean, InputError } from "@w2s/base";
import { z } from "zod";

/** A part as it stands in the file, and where: "x/tokenizer.json, normalizer.normalizers.1". */
export interface TokenizerPart {
  readonly place: string;
  readonly json: object;
}

export type Builders<T> = Readonly<Record<string, (part: TokenizerPart) => T>>;

const typed = z.looseObject({ type: z.string() });

/**
 * Builds a part by its type.
 * @throws InputError for a type that is not in the map, naming it, and for fields that do not fit
 */
export function build<T>(kind: string, builders: Builders<T>, part: TokenizerPart): T {
  const { type } = check(part.place, part.json, typed);
  const builder = Object.hasOwn(builders, type) ? builders[type] : undefined;
  if (builder) return builder(part);
  throw new InputError(
    `${part.place}: the ${kind} ${JSON.stringify(type.slice(0, 60))} is not supported` +
      `${didYouMean(type, Object.keys(builders))}; take a model with another tokenizer`,
  );
}

/** The fields of a part. @throws InputError for one that does not fit */
export function fields<T extends z.ZodType>({ place, json }: TokenizerPart, schema: T): z.infer<T> {
  return check(place, json, schema);
}

/** The parts of a sequence, each with its place. */
export function listed(part: TokenizerPart, field: string): TokenizerPart[] {
  const lists = z.object({ [field]: z.array(z.looseObject({})) });
  const list = fields(part, lists)[field]!;
  return list.map((json, i) => ({ place: `${part.place}.${field}.${i}`, json }));
}
