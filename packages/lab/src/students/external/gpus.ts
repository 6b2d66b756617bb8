// The GPUs of a command: numbers of this machine's, as CUDA_VISIBLE_DEVICES has them, or a kind
// and how many, as a scheduler gives them out, or who keeps slots on a machine of several cards.

import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { inFolder, type LockWait } from "./folder-lock.js";

/** "0,1", or "a100:2"; "gpu" is any kind. */
export const gpusPattern = /^[^:\n]+$|^(?=[^:]*[A-Za-z])[\w.-]+:[1-9]\d*$/;

/** What a scheduler is asked for: as many as there are numbers, "2", or "a100:2". */
export function gpusToAsk(gpus: string): string {
  if (gpus.includes(":")) return gpus.replace(/^gpu:/, "");
  return String(numbersIn(gpus).length);
}

const numbersIn = (gpus: string): string[] =>
  gpus
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** What `W2S_CARDS` says, which whoever keeps slots sets: a slot, and the machine's cards. */
const slotSchema = z.object({
  slot: z.int().min(0),
  cards: z.array(z.object({ id: z.string(), name: z.string() })).min(1),
});

/**
 * The cards of a command, as CUDA_VISIBLE_DEVICES has them; undefined: those that this process
 * sees. Where a scheduler gave out what was asked for (`W2S_GPUS`, which its script sets) and says
 * which they are, those are the command's. A kind is looked for among a slot's machine's cards, by
 * a part of their names; slots beside each other take others. A machine that has none of the kind
 * gives what it has.
 */
export function cardsOf(
  gpus: string | undefined,
  env: NodeJS.ProcessEnv,
): readonly string[] | undefined {
  if (gpus === undefined) return undefined;
  if (env.W2S_GPUS !== undefined && env.CUDA_VISIBLE_DEVICES !== undefined) return undefined;
  if (!gpus.includes(":")) return numbersIn(gpus);
  if (env.W2S_CARDS === undefined) return undefined;
  const { slot, cards } = slotSchema.parse(JSON.parse(env.W2S_CARDS));
  const [kind, count] = gpus.split(":") as [string, string];
  const own = cards.filter(({ name }) => kind === "gpu" || plain(name).includes(plain(kind)));
  const among = own.length > 0 ? own : cards;
  const many = Math.min(Number(count), among.length);
  return Array.from({ length: many }, (_, i) => among[(slot * many + i) % among.length]!.id);
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The variables that say which GPUs a command sees. */
export function gpuVariables(gpus: string | undefined, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const cards = cardsOf(gpus, env);
  return cards === undefined ? {} : { CUDA_VISIBLE_DEVICES: cards.join(",") };
}

/**
 * Runs `work` while no other command of this user's on this machine has any of the cards: two
 * slots, or two runs, that are told the same number take turns.
 * @throws what `work` throws; the signal's reason when aborted while waiting
 */
export function withCards<T>(
  cards: readonly string[] = [],
  wait: (card: string) => LockWait,
  work: () => Promise<T>,
): Promise<T> {
  // Taken in one order by all, so that no two wait for each other.
  const sorted = [...new Set(cards)].sort();
  return sorted.reduceRight<() => Promise<T>>(
    (inner, card) => () => inFolder(placeOf(card), wait(card), inner),
    work,
  )();
}

function placeOf(card: string): string {
  // A folder of each user's own: others' files could not be removed.
  const user = process.getuid?.() ?? "all";
  return join(tmpdir(), `w2s-gpus-${user}`, `card-${card.replace(/[^\w-]/g, "_")}`);
}
