// How a text is cut into the words that a vocabulary's model reads one by one.

export interface PreTokenizer {
  /**
   * The pieces of a text, none empty. `isFirst`: the text begins where the whole that is encoded
   * does.
   */
  readonly split: (text: string, isFirst: boolean) => readonly string[];
  /** The model reads the pieces' bytes, each as the character that stands for it. */
  readonly asBytes: boolean;
  /** The first piece may stand behind something that was taken out. */
  readonly removes: boolean;
}

/** One that neither reads bytes nor takes anything out, but for what is said. */
export function preTokenizer(
  split: PreTokenizer["split"],
  { asBytes = false, removes = false } = {},
): PreTokenizer {
  return { split, asBytes, removes };
}
