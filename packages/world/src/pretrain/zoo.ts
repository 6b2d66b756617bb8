// The zoo: models of the world that come with w2s, with the cards that their pretraining wrote. See
// docs/zoo.md.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { zooFolder, zooNames } from "@w2s/models";
import type { ModelCard } from "./card.js";

/** A model that comes with w2s. */
export interface ZooModel {
  /** As a study names it: "zoo:w2s-world-64". */
  readonly name: string;
  readonly folder: string;
  readonly card: ModelCard;
}

/**
 * Every model of the zoo, the one that cost least to pretrain first. @throws InputError when a card
 * cannot be read.
 */
export function zooModels(): readonly ZooModel[] {
  const models = zooNames().map((name) => {
    const folder = join(zooFolder(), name);
    return { name: `zoo:${name}`, folder, card: readCard(join(folder, "card.json")) };
  });
  return models.sort((a, b) => a.card.flop - b.card.flop || (a.name < b.name ? -1 : 1));
}

function readCard(path: string): ModelCard {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ModelCard;
  } catch (cause) {
    throw new InputError(`${path}: must be a model card: ${(cause as Error).message}`, { cause });
  }
}
