// A few examples of each kind, over all cells, small enough to stand on a page.

import * as z from "zod";
import type { Frozen } from "../../measures/frozen.js";
import { roleNames } from "../../measures/index.js";
import type { EvidenceRow } from "../../outcome/index.js";
import { evidenceAboutSchema } from "./about.js";
import type { EvidenceFile } from "./read-evidence.js";
import { type exampleKinds, type ShownCell, selectKinds } from "./select.js";

/** Longer texts are cut; characters. */
const longest = 700;

const sampledSchema = z.object({
  task: z.string(),
  supervisor: z.string(),
  student: z.string(),
  labels: z.string(),
  method: z.string(),
  id: z.string(),
  /** One text, or K that are compared; each at most 700 characters. */
  texts: z.array(z.string()),
  /** Characters of each text before it was cut. */
  lengths: z.array(z.number()),
  truth: z.number(),
  /** Probabilities [K] by role, under the first of `seeds`. */
  said: z.partialRecord(z.enum(roleNames), z.array(z.number())),
  /** Where answers are free: what is right, and what each role says. */
  words: z.partialRecord(z.enum(["truth", ...roleNames]), z.string()).optional(),
  /** Seeds under which it is of the kind, of `ofSeeds`. */
  seeds: z.array(z.number()),
  ofSeeds: z.number(),
});
/** An example that stands on a page. */
export type SampledExample = Frozen<z.infer<typeof sampledSchema>>;

/**
 * `evidence-sample.json` of a run's folder, which pages are drawn from: of which run it is, and a
 * few examples of each kind.
 */
export const evidenceSampleSchema = evidenceAboutSchema.extend({
  kinds: z.array(
    z.object({
      kind: z.enum(["overruled-right", "overruled-wrong", "copied-errors"]),
      /** How many there are in all cells; an example counts once a cell. */
      found: z.number(),
      examples: z.array(sampledSchema),
    }),
  ),
});
/** Examples of a run's evidence: where students overruled their supervisors, and copied errors. */
export type EvidenceSample = Frozen<z.infer<typeof evidenceSampleSchema>>;

const kinds = [
  "overruled-right",
  "overruled-wrong",
  "copied-errors",
] as const satisfies readonly (keyof typeof exampleKinds)[];

/**
 * At most `most` examples, of each kind and of every cell alike; in a cell those of most seeds
 * first, then those that the student is surest of. The same evidence gives the same examples.
 * @throws as `EvidenceFile.testRows`
 */
export async function sampleEvidence(
  file: Pick<EvidenceFile, "about" | "testRows">,
  most = 180,
): Promise<EvidenceSample> {
  const found = await selectKinds(file.testRows(), kinds);
  const each = Math.floor(most / kinds.length);
  return {
    ...file.about,
    kinds: kinds.map((kind, k) => ({
      kind,
      found: found[k]!.reduce((sum, { examples }) => sum + examples.length, 0),
      examples: spread(found[k]!, each),
    })),
  };
}

/**
 * One of each cell, then a second of each, and so on, tasks in turn; where cells are more, of some
 * far apart. An example that another cell shows already comes last.
 */
function spread(cells: readonly ShownCell[], most: number): SampledExample[] {
  const having = cells.filter(({ examples }) => examples.length > 0);
  const stride = Math.max(1, having.length / most);
  const chosen = Array.from({ length: Math.min(having.length, most) }, (_, i) => {
    const shown = having[Math.floor(i * stride)]!;
    return { shown, left: [...shown.examples] };
  });
  const inTurn = tasksInTurn(chosen, ({ shown }) => shown.cell.task);
  const seen = new Set<string>();
  const taken: SampledExample[] = [];
  while (taken.length < most) {
    const round = inTurn.filter(({ left }) => left.length > 0).slice(0, most - taken.length);
    if (round.length === 0) break;
    for (const { shown, left } of round) {
      const fresh = left.findIndex(({ row }) => !seen.has(nameOf(row)));
      const [example] = left.splice(Math.max(0, fresh), 1);
      seen.add(nameOf(example!.row));
      taken.push(sampled(shown, example!));
    }
  }
  return taken;
}

/** The first of every task, then the second of every task, and so on. */
function tasksInTurn<T>(items: readonly T[], taskOf: (item: T) => string): T[] {
  const counts = new Map<string, number>();
  const placed = items.map((item) => {
    const turn = counts.get(taskOf(item)) ?? 0;
    counts.set(taskOf(item), turn + 1);
    return { item, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ item }) => item);
}

const nameOf = ({ task, id }: EvidenceRow): string => JSON.stringify([task, id]);

function sampled(
  { cell, seeds: all }: ShownCell,
  { row: { id, texts, truth, said, words }, seeds }: ShownCell["examples"][number],
): SampledExample {
  const lengths = texts.map(({ length }) => length);
  const cut = texts.map((text) => whole(text.slice(0, longest)));
  return {
    ...cell,
    ...{ id, texts: cut, lengths, truth, said },
    ...(words && { words }),
    ...{ seeds: [...seeds], ofSeeds: all.length },
  };
}

/** Without half of a character at its end. */
function whole(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
