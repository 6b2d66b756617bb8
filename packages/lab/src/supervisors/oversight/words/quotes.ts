// Quotes of an argument, checked against the text: the one thing in it that a judge need not take
// on trust. Source: Khan et al. 2024 (2402.06782), appendix on quote verification.

/** A passage that an argument gives as the text's, and whether it is. */
export interface Quote {
  readonly text: string;
  readonly found: boolean;
}

const marked = /<quote>([\s\S]*?)(?:<\/quote>|$)/gi;

const forged = /\s*\[\s*(?:not\s+)?in\s+the\s+text\s*\]/gi;

/** The quotes of an argument, in order. */
export function quotesIn(argument: string, text: string): Quote[] {
  const whole = bare(text);
  return Array.from(argument.matchAll(marked), ([, quoted]) => ({
    text: quoted!.trim(),
    found: isIn(quoted!, whole),
  }));
}

/**
 * The argument as a judge reads it: behind each quote whether it is in the text. Who writes such
 * words itself has checked nothing: they are taken out.
 */
export function withChecks(argument: string, text: string): string {
  const whole = bare(text);
  return argument.replaceAll(forged, "").replaceAll(marked, (_, quoted: string) => {
    const mark = isIn(quoted, whole) ? "[in the text]" : "[not in the text]";
    return `"${quoted.trim()}" ${mark}`;
  });
}

/** Nothing is no quote of anything. */
function isIn(quoted: string, whole: string): boolean {
  const own = bare(quoted);
  return own !== "" && ` ${whole} `.includes(` ${own} `);
}

/** Words alone, in small letters: blanks, marks and their forms do not count. */
const bare = (text: string): string =>
  (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");
