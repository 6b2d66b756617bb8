// Every word of the world, in the order of their ids. New words go to the end: ids of trained
// models must not move.

import { DIGITS, LETTERS, NAMES } from "./draw.js";

export const PAD = "<pad>";
export const BOS = "<bos>";
export const EOS = "<eos>";
export const UNK = "<unk>";

const MARKS = [..."?=:,.+()[]{}"];
const VERDICTS = "yes no true false or refuse".split(" ");
const ASKING =
  "less than sorted match most mirror even max has tops take of outsider never above odd".split(
    " ",
  );
const PLACES = "first last second third after before".split(" ");
// Not said by the world: for experiments that put a remark after the text ("I think this is
// correct. What do you think?", Burns et al. 2023, appendix E.3); "i" is a letter already.
const REMARKS = "think this is correct incorrect what do you".split(" ");
const PROGRAMS = "leak unsafe secret input print check use".split(" ");
const PARTS = "same pair letter".split(" ");

/** [V]; a token's place is its id. */
export const vocabulary: readonly string[] = Object.freeze([
  ...[PAD, BOS, EOS, UNK],
  ...DIGITS,
  ...LETTERS,
  ...MARKS,
  ...NAMES,
  ...VERDICTS,
  ...ASKING,
  ...PLACES,
  ...REMARKS,
  ...PROGRAMS,
  ...PARTS,
]);
