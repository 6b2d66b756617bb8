// Which questions pretraining never shows: tasks ask only those.

const SHARE = 4;

/**
 * Whether a question is kept for tasks: one in four of every skill, by a hash of its text, so for
 * every seed and mixture alike. What a model knows of these it did not read.
 */
export function heldOut(question: string): boolean {
  let hash = 0x811c9dc5;
  for (let index = 0; index < question.length; index += 1) {
    hash = Math.imul(hash ^ question.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) % SHARE === 0;
}
