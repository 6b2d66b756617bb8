// Bytes as characters that can be seen, as GPT-2 writes them: what is printable stands for itself,
// the rest for characters from U+0100 on. And GPT-2's split into words.

import { asOf16 } from "./unicode-16.js";

const isShown = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);

/** The character that stands for each byte. */
const BYTE_CHARACTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isShown(byte) ? byte : next++),
  );
})();

const encoder = new TextEncoder();
const plain = /^[!-~]*$/;

/** A text's UTF-8 bytes as those characters. */
export function byteLevel(text: string): string {
  if (plain.test(text)) return text;
  let result = "";
  for (const byte of encoder.encode(text)) result += BYTE_CHARACTERS[byte];
  return result;
}

const BYTES = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

/** The bytes that such characters stand for; undefined where one stands for none. */
export function bytesOfCharacters(text: string): readonly number[] | undefined {
  const bytes = Array.from(text, (character) => BYTES.get(character));
  return bytes.every((byte) => byte !== undefined) ? bytes : undefined;
}

const [L, N] = [asOf16("\\p{L}"), asOf16("\\p{N}")];
const BLANK = "\\p{White_Space}";

/** GPT-2's split, with white space as Unicode defines it (U+0085 is, U+FEFF is not). */
const WORDS = new RegExp(
  `'s|'t|'re|'ve|'m|'ll|'d| ?${L}+| ?${N}+| ?[^${BLANK}${L}${N}]+|` +
    `${BLANK}+(?![^${BLANK}])|${BLANK}+`,
  "gv",
);

/** Every character is in one of the words. */
export const byteLevelWords = (text: string): readonly string[] => text.match(WORDS) ?? [];
