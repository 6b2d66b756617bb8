// When two answers are the same: letter by letter, but for what a task says does not count.

/** What does not count when two answers are compared. */
export const ignorable = ["case", "blanks"] as const;

/** How free answers are compared. */
export interface AnswerForm {
  /** "case": capital letters count as small ones; "blanks": blanks count for nothing. */
  readonly ignore: readonly (typeof ignorable)[number][];
}

/**
 * What an answer is known by: answers are the same where this is. Blanks at its ends never count,
 * and several in a row count as one.
 */
export function answerKey(text: string, { ignore }: AnswerForm): string {
  const gap = ignore.includes("blanks") ? "" : " ";
  const plain = text.normalize("NFC").trim().replace(/\s+/g, gap);
  return ignore.includes("case") ? plain.toLowerCase() : plain;
}

/**
 * Whether two texts that are compared say the same: blanks at their ends and Unicode's form do not
 * count, those inside do, since they may be a program's.
 */
export const sameText = (one: string, other: string): boolean =>
  one.normalize("NFC").trim() === other.normalize("NFC").trim();
