// claims.json: what the source documents state, and what would confirm it. One schema is the type,
// what the file must be, and what its complaints are made of.

import * as z from "zod";
import { isQuantity, type QuantityName, quantityNames } from "./quantities.js";
import { isSize, type SizeName, sizeNames } from "./sizes.js";

/** Where a statement stands: some of its words, as a reader finds them there. */
const place = z.strictObject({ document: z.string(), quote: z.string().min(8) });

/**
 * Names as tables write them; "*" stands for any text, several are alternatives, "!" before one
 * leaves it out.
 */
const named = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const rowsSchema = z.strictObject({
  task: named.optional(),
  supervisor: named.optional(),
  student: named.optional(),
  method: named.optional(),
  /** How the student is adapted: "probe", "finetuned", "finetuned last 2". */
  adapted: named.optional(),
  labels: z.enum(["soft", "hard"]).optional(),
});
/** Which rows of a study's results are meant; a part that is not named may be anything. */
export type Rows = z.infer<typeof rowsSchema>;

const quantity = z.custom<QuantityName>(isQuantity, {
  error: `must be one of ${quantityNames.join(", ")}, or measure:NAME`,
});

const size = z.custom<SizeName | QuantityName>(
  (name) => (typeof name === "string" && isSize(name)) || isQuantity(name),
  { error: `must be one of ${[...sizeNames, ...quantityNames].join(", ")}, or measure:NAME` },
);

const relation = z.union(
  [
    z.strictObject({ above: z.number() }),
    z.strictObject({ below: z.number() }),
    z.strictObject({ within: z.tuple([z.number(), z.number()]) }),
    z.strictObject({ beyond: z.number().min(0) }),
  ],
  { error: "must be { above }, { below }, { within: [from, to] } or { beyond }" },
);
/** What a quantity must be, by its whole interval, for the source to be right. */
export type Relation = z.infer<typeof relation>;

const checkSchema = z.strictObject({
  /** The named study that measures it. */
  study: z.string(),
  rows: rowsSchema.default({}),
  quantity,
  /** What is measured is the difference to these rows, or to another quantity, cell by cell. */
  minus: rowsSchema.extend({ quantity: quantity.optional() }).optional(),
  /** What is measured is the rank correlation with these rows, cell by cell. */
  beside: rowsSchema.optional(),
  /** What is measured is the rank correlation with a size or another quantity, within a task. */
  against: size.optional(),
  /** How tasks become one number; default: their mean. */
  over: z.enum(["mean", "median"]).default("mean"),
  expect: relation,
});
/** What would confirm a claim, for programs. */
export type Check = z.infer<typeof checkSchema>;

export const settings = ["world", "real"] as const;
/** Where a row was measured: in the invented world, or on real text. */
export type Setting = (typeof settings)[number];

export const verdicts = ["agrees", "differs", "unclear", "not run", "not testable here"] as const;
/** What measurements say of a claim. */
export type ClaimVerdict = (typeof verdicts)[number];

const claimSchema = z.strictObject({
  id: z.string().regex(/^[a-z\d-]+$/, "must be small letters, digits and -"),
  places: z.array(place).min(1),
  /** The statement in one sentence. */
  says: z.string().min(1),
  /** What would confirm it. */
  check: checkSchema.optional(),
  /** What it asked before, where that was changed after results of its study were there. */
  changed: z.string().min(1).optional(),
  /** Where it can be measured; default: in both. */
  scope: z
    .array(z.enum(settings))
    .min(1)
    .default([...settings]),
  /** Why it cannot be tested here. */
  untestable: z.string().min(1).optional(),
  /** What is known of a verdict, shown where it is the verdict. */
  why: z
    .array(
      z.strictObject({ setting: z.enum(settings), verdict: z.enum(verdicts), text: z.string() }),
    )
    .default([]),
});
/** An empirical statement of a source. */
export type Claim = z.infer<typeof claimSchema>;

const touchedSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(["practice", "question", "limit", "assumption"]),
  places: z.array(place).min(1),
  says: z.string().min(1),
  /** The studies that touch it, and how. */
  studies: z.array(z.strictObject({ study: z.string(), how: z.string().min(1) })).min(1),
});
/** What the sources ask for, leave open or take for granted, and what touches it. */
export type Touched = z.infer<typeof touchedSchema>;

export const claimsFileSchema = z.strictObject({
  documents: z.array(
    z.strictObject({ id: z.string(), title: z.string(), file: z.string(), wrapped: z.boolean() }),
  ),
  /** Studies that may be named here before they are there. */
  notYet: z.array(z.string()).default([]),
  claims: z.array(claimSchema),
  touched: z.array(touchedSchema).default([]),
});
/**
 * `claims.json`: the sources, their empirical statements and what would confirm each, and what else
 * of the sources a study touches.
 */
export type ClaimsFile = z.infer<typeof claimsFileSchema>;
