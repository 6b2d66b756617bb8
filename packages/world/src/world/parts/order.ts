// Who is above whom: links join where the lower name of one is the upper name of the next.

import { same } from "./atoms.js";
import { type Claim, type Decomposition, sayYes } from "./decomposition.js";

interface Chained {
  readonly links: readonly Link[];
  readonly claim: Link;
}
type Link = readonly [upper: string, lower: string];

export const order: Decomposition = {
  asks: "is a name of one statement the name of another",
  parts: (words) => {
    const { links, claim } = read(words);
    const joins = links.flatMap(([, lower], i) =>
      links.flatMap(([upper], j) => (i === j ? [] : [same(lower, upper)])),
    );
    const ends = claim.flatMap((name) =>
      links.flatMap(([upper, lower]) => [same(name, upper), same(lower, name)]),
    );
    return [...joins, ...ends];
  },
  combine(words, says) {
    const { links, claim } = read(words);
    const reached = new Set(links.filter(([upper]) => says(same(claim[0], upper))));
    // A set that grows while it is walked: whoever joins is walked too.
    for (const link of reached) {
      for (const next of links)
        if (next !== link && says(same(link[1], next[0]))) reached.add(next);
    }
    return sayYes([...reached].some(([, lower]) => says(same(lower, claim[1]))));
  },
  claims(words) {
    const { links, claim } = read(words);
    const [high, low] = claim;
    return [...chains(links, [high, low], "yes"), ...chains(links, [low, high], "no")];
  },
};

/** Every two links, or one, or more in a row, as a way from one name down to another. */
function chains(links: readonly Link[], [from, to]: Link, proves: string): Claim[] {
  return orders(links.length).map((at) => {
    const way = at.map((place) => links[place]!);
    const parts = [
      same(from, way[0]![0]),
      ...way.slice(1).map(([upper], i) => same(way[i]![1], upper)),
      same(way.at(-1)![1], to),
    ];
    return { at, checks: parts.map((part) => ({ part, answer: "yes" as const })), proves };
  });
}

/** Every way to put one or more of `count` things in a row. */
function orders(count: number, taken: readonly number[] = []): number[][] {
  return Array.from({ length: count }, (_, place) => place)
    .filter((place) => !taken.includes(place))
    .flatMap((place) => {
      const row = [...taken, place];
      return [row, ...orders(count, row)];
    });
}

function read(words: readonly string[]): Chained {
  const [given, claim] = words.join(" ").split(" : ") as [string, string];
  const link = (text: string) => text.split(" tops ") as [string, string];
  return { links: given.split(" , ").map(link), claim: link(claim) };
}
