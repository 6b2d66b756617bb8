// The sources' structures of weak errors, as many errors each as a weak model makes, and beside
// them two biases. Source: Burns et al. 2023, appendix E.2.

import { biased, type Example, errors, type StudentSpec } from "@w2s/lab";

/** A supervisor, what the sources call its errors, and whether they are the sources' own. */
export interface Structure {
  readonly name: string;
  readonly spec: StudentSpec | ReturnType<typeof errors> | ReturnType<typeof biased>;
  readonly isSources: boolean;
}

/**
 * How hard an example is: its fact "difficulty" where it has one, else the reading ease of its
 * texts, turned round: the Automated Readability Index, 4.71 characters a word + .5 words a
 * sentence (Senter and Smith 1967), its constant left out.
 */
export function hardness({ inputs, facts }: Pick<Example, "inputs" | "facts">): number {
  if (typeof facts?.difficulty === "number") return facts.difficulty;
  const text = inputs.join(" ");
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const sentences = Math.max(1, (text.match(/[.!?]+(\s|$)/gu) ?? []).length);
  if (words.length === 0) return 0;
  const characters = words.reduce((sum, word) => sum + word.length, 0);
  return (4.71 * characters) / words.length + (0.5 * words.length) / sentences;
}

/** The eight, each wrong as often as `weak` is; two ask the ceiling of `strong`. */
export function structures(weak: StudentSpec, strong: StudentSpec): readonly Structure[] {
  const flipped = (where: Parameters<typeof errors>[0]["where"], as: string, of?: StudentSpec) => ({
    name: as,
    spec: errors({ where, like: weak, as, ...(of && { of }) }),
    isSources: true,
  });
  return [
    { name: "weak supervisor", spec: weak, isSources: true },
    flipped("random", "random"),
    flipped("longest", "longest prompt"),
    flipped("shortest", "shortest prompt"),
    flipped("unconfident", "strong g.t. model unconfident", strong),
    flipped("confidently-correct", "strong g.t. model confidently correct", strong),
    ...(["adversarial", "easy"] as const).map((kind) => ({
      name: `${kind} bias`,
      spec: biased({ kind, by: hardness, like: weak, as: `${kind} bias` }),
      isSources: false,
    })),
  ];
}
