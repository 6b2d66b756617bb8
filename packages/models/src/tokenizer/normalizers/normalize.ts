// What happens to a text before it is cut into words.

/** A text as the words are cut from it. */
export type Normalize = (text: string) => string;
