// A source document as its sentences, each with what claims.json and the inventory say of it.

/** Line breaks and runs of blanks as one blank: documents break their lines anywhere. */
export function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Where a list, a heading, a table's row or a figure begins. */
const begins = /^\s*(?:#|[-*•] |\d+\. |\||!\[|```|\*\*|<sup>)/;

/** Ends no sentence, whatever follows. */
const abbreviated = /(?:\b(?:al|Fig|e\.g|i\.e|et|g\.t|vs)\.|^\d+\.)$/;

/**
 * The document's sentences in order, each flat. A line that begins a list item, a heading or a row
 * of a table begins one; without `wrapped`, every line does.
 */
export function sentencesOf(text: string, wrapped: boolean): string[] {
  const passages: string[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    if (flat(line) === "") open = false;
    else if (open && wrapped && !begins.test(line)) passages.push(`${passages.pop()} ${line}`);
    else {
      passages.push(line);
      open = true;
    }
  }
  return passages.flatMap((passage) => cut(flat(passage)));
}

function cut(passage: string): string[] {
  const sentences: string[] = [];
  for (const piece of passage.split(/(?<=[.!?][”"*)_]*) (?=[“"*(_[$`]*[\p{Lu}\d])/u)) {
    const last = sentences.at(-1);
    if (last !== undefined && abbreviated.test(last)) sentences.push(`${sentences.pop()} ${piece}`);
    else sentences.push(piece);
  }
  return sentences;
}

/** Sentences without an empirical statement: from the one to the other, both included, and why. */
export interface Silent {
  readonly from: string;
  readonly to?: string | undefined;
  readonly why: string;
}

/** What is wrong with the places of a document, a line each: quotes that are not in it, sentences
 * that nobody speaks of, sentences that are both quoted and said to hold nothing. */
export function faultsOf(
  sentences: readonly string[],
  quotes: readonly string[],
  silent: readonly Silent[],
): string[] {
  const faults: string[] = [];
  const text = sentences.join(" ");
  const starts = sentences.map((_, i) => sentences.slice(0, i).join(" ").length + (i > 0 ? 1 : 0));
  const at = (place: number) => starts.findLastIndex((start) => start <= place);
  const find = (quote: string): [number, number] | undefined => {
    const from = text.indexOf(flat(quote));
    if (from < 0) faults.push(`is not there: ${quote}`);
    return from < 0 ? undefined : [at(from), at(from + flat(quote).length - 1)];
  };
  const mark = (marks: boolean[], from: number, to: number) => marks.fill(true, from, to + 1);
  const quoted = sentences.map(() => false);
  const nothing = sentences.map(() => false);
  for (const quote of quotes) {
    const found = find(quote);
    if (found) mark(quoted, ...found);
  }
  for (const { from, to = from } of silent) {
    const [first, last] = [find(from), find(to)];
    if (first && last && last[1] < first[0]) faults.push(`ends before it begins: ${from}`);
    if (first && last) mark(nothing, first[0], last[1]);
  }
  sentences.forEach((sentence, i) => {
    if (!quoted[i] && !nothing[i]) faults.push(`nobody speaks of: ${sentence}`);
    if (quoted[i] && nothing[i]) faults.push(`is quoted, and said to hold nothing: ${sentence}`);
  });
  return faults;
}
