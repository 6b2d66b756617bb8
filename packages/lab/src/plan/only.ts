// A part of a large study: the cells of some tasks, supervisors, students and methods. Steps keep
// the names that they have in the whole study.

import { didYouMean, InputError } from "@w2s/base";

/** What of a study `--only` may name. */
export const onlyParts = ["task", "supervisor", "student", "method"] as const;
/** One of `onlyParts`. */
export type OnlyPart = (typeof onlyParts)[number];

/** Names that are wanted, by what they name; what is left out is wanted whole. */
export type Only = Readonly<Partial<Record<OnlyPart, readonly string[]>>>;

/** Which cells of a study are wanted; remembers which names it has met. */
export class Wanted {
  private readonly met = new Map<OnlyPart, Set<string>>();

  constructor(private readonly only: Only = {}) {}

  /** Whether the cells of this name are wanted. */
  has(part: OnlyPart, name: string): boolean {
    const met = this.met.get(part) ?? new Set<string>();
    this.met.set(part, met.add(name));
    return this.only[part]?.includes(name) ?? true;
  }

  /** @throws InputError for a name that no cell has, with the near miss or those that there are */
  refuseUnmet(): void {
    for (const part of onlyParts) {
      const known = [...(this.met.get(part) ?? [])];
      const unmet = this.only[part]?.find((name) => !known.includes(name));
      if (unmet === undefined || known.length === 0) continue;
      const hint = didYouMean(unmet, known) || `; there is ${known.join(", ")}`;
      throw new InputError(`--only: no ${part} "${unmet}" in this study${hint}`);
    }
  }
}
