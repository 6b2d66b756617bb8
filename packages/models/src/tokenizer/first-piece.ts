// Metaspace's `"prepend_scheme": "first"` asks whether a piece begins where the text does. The
// reference (tokenizers 0.23) asks its offsets, which say so of every character that a normalizer
// makes of the first one. Pieces here know no offsets: where they could say otherwise, the
// normalizer is refused. docs/design/tokenizers.md tells how that was found.

import { InputError } from "@w2s/base";

interface Normalizing {
  readonly type?: string;
  readonly normalizers?: readonly Normalizing[];
  readonly pretokenizers?: readonly Normalizing[];
  readonly prepend_scheme?: string;
  readonly pattern?: { readonly String?: string; readonly Regex?: string };
  readonly content?: string;
}

/** Steps in turn, those inside others too. */
const inTurn = (one: Normalizing): readonly Normalizing[] =>
  one.type === "Sequence" ? (one.normalizers ?? one.pretokenizers ?? []).flatMap(inTurn) : [one];

const length = (text: string | undefined): number => [...(text ?? "")].length;

const isOneForOne = ({ type, pattern, content }: Normalizing): boolean =>
  type === "Replace" && length(pattern?.String) === 1 && length(content) === 1;

/** Whether it may put something where it finds nothing. */
const inserts = ({ type, pattern, content }: Normalizing): boolean =>
  type === "Replace" &&
  content !== "" &&
  (pattern?.Regex === undefined ? pattern?.String === "" : mayMatchNothing(pattern.Regex));

/** Of an expression, classes and plain groups aside, what could match nothing is taken for that. */
function mayMatchNothing(regex: string): boolean {
  const plain = regex
    .replaceAll(/\[[^\]]*\]/g, "x")
    .replaceAll(/\(\?[imx]+\)/g, "")
    .replaceAll(/\(\?[imx]*:/g, "(");
  return /[*?^$]|\{0?,|\\[bBAzZ]|(?:^|[(|])(?:[|)]|$)/.test(plain);
}

const keeping = ["Strip", "StripAccents", "Nmt"];

/** Whether it may make several characters of one. */
const grows = ({ type, content }: Normalizing): boolean =>
  type === "Replace" ? length(content) > 1 : !keeping.includes(type ?? "");

/**
 * Whether a text is cut before Metaspace sees it.
 * @param pre the pre-tokenizer's JSON
 */
const isCutBefore = (pre: object): boolean =>
  inTurn(pre as Normalizing)[0]?.prepend_scheme !== "first";

/**
 * Refuses a normalizer beside a Metaspace that marks the first piece alone, where that would stand
 * elsewhere than in the reference.
 * @param json of the tokenizer; its pre-tokenizer has such a Metaspace
 * @param cutsNormalized whether added tokens are found in the normalized text
 * @throws InputError naming the normalizer
 */
export function assertFirstIsKnown(
  label: string,
  json: { readonly normalizer: object | null; readonly pre_tokenizer: object | null },
  cutsNormalized: boolean,
): void {
  if (json.normalizer === null) return;
  const cuts = cutsNormalized || isCutBefore(json.pre_tokenizer ?? {});
  const steps = inTurn(json.normalizer as Normalizing).filter((one) => !isOneForOne(one));
  const unknown = steps.find(
    (one, i) =>
      inserts(one) || (cuts && grows(one)) || (one.type === "Prepend" && i + 1 < steps.length),
  );
  if (unknown === undefined) return;
  throw new InputError(
    `${label}, normalizer: "${unknown.type}" is not supported beside a Metaspace of ` +
      '"prepend_scheme": "first": it may make several characters of the first one; ' +
      "take a model with another tokenizer",
  );
}
