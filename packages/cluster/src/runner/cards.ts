// Which of a machine's GPUs a slot's process sees: one each, in turn, so that a study over several
// cards is a worker with as many slots. Told by CUDA_VISIBLE_DEVICES, which CUDA's provider obeys.

import { execFileSync } from "node:child_process";

/** A GPU: what CUDA_VISIBLE_DEVICES calls it, and its maker's name for it; "" where unknown. */
export interface Card {
  readonly id: string;
  readonly name: string;
}

/**
 * The cards that slots share: those that CUDA_VISIBLE_DEVICES lists, where somebody set it, else
 * all that `nvidia-smi` tells of; none where there is no such program.
 */
export function cardsThere(env: NodeJS.ProcessEnv, told = nvidiaSmi): readonly Card[] {
  const given = env.CUDA_VISIBLE_DEVICES;
  if (given === "") return [];
  const all = told();
  if (given === undefined) return all.map(({ index, name }) => ({ id: index, name }));
  const ids = given.split(",").map((one) => one.trim());
  // As CUDA reads it: what follows a card that is none is not seen.
  const end = ids.findIndex((id) => id === "" || id.startsWith("-"));
  return ids.slice(0, end < 0 ? undefined : end).map((id) => {
    const card = all.find(({ index, uuid }) => index === id || uuid.startsWith(id));
    return { id, name: card?.name ?? "" };
  });
}

/**
 * Variables of a slot's process: its card, the slot's number modulo the cards', and `W2S_CARDS`,
 * by which commands with GPUs of a kind find theirs. None where there are no cards. Numbers are
 * `nvidia-smi`'s unless somebody's list or CUDA_DEVICE_ORDER says otherwise.
 */
export function cardVariables(
  cards: readonly Card[],
  slot: number,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  if (cards.length === 0) return {};
  const isOurs = env.CUDA_VISIBLE_DEVICES === undefined && env.CUDA_DEVICE_ORDER === undefined;
  return {
    CUDA_VISIBLE_DEVICES: cards[slot % cards.length]!.id,
    ...(isOurs ? { CUDA_DEVICE_ORDER: "PCI_BUS_ID" } : {}),
    W2S_CARDS: JSON.stringify({ slot, cards }),
  };
}

interface Told {
  readonly index: string;
  readonly uuid: string;
  readonly name: string;
}

function nvidiaSmi(): Told[] {
  try {
    const said = execFileSync(
      "nvidia-smi",
      ["--query-gpu=index,uuid,name", "--format=csv,noheader"],
      { encoding: "utf8", timeout: 10_000, stdio: ["ignore", "pipe", "ignore"] },
    );
    return said
      .split("\n")
      .map((line) => line.split(",").map((part) => part.trim()))
      .flatMap(([index, uuid = "", name = ""]) => (index ? [{ index, uuid, name }] : []));
  } catch {
    return []; // No driver, or none that answers.
  }
}
