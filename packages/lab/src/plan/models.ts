// Every model that a study names, found and opened once.

import { resolve } from "node:path";
import { InternalError } from "@w2s/base";
import { hubSettings, type Model, openModel, resolveModel } from "@w2s/models";
import {
  type FeatureSource,
  featureWidth,
  type ModelFeatures,
  modelsIn,
} from "../reading/index.js";
import { type StudentSpec, studentKind } from "../students/index.js";

/** Where the models of a study are looked for. */
export interface ModelPlaces {
  /** Folder that the study's relative paths start from. */
  readonly baseDir: string;
  /** Folders that models are looked for in, first one first. */
  readonly modelFolders: readonly string[];
}

/** A model as a record names it: one fingerprint is the same files. */
export interface ModelSource {
  readonly name: string;
  readonly fingerprint: string;
}

/** A study's models by the name that it gives them. */
export class OpenModels {
  private constructor(private readonly models: ReadonlyMap<string, Model>) {}

  /** @throws InputError for a model that is not to be found, or that w2s cannot read */
  static async of(students: readonly StudentSpec[], places: ModelPlaces): Promise<OpenModels> {
    const models = new Map<string, Model>();
    for (const spec of students) {
      await studentKind(spec).ready?.(spec, places);
      for (const source of modelsIn(studentKind(spec).source(spec))) {
        if (models.has(keyOf(source))) continue;
        models.set(keyOf(source), await opened(source, places));
      }
    }
    return new OpenModels(models);
  }

  /** What a reader should know of the files, a line each. */
  warnings(): string[] {
    return [...this.models.values()].flatMap((model) => {
      const unused = model.unused();
      const tensors = unused.length === 1 ? "1 tensor" : `${unused.length} tensors`;
      return unused.length === 0
        ? []
        : [
            `model "${model.name}": ${tensors} of its blocks that its config does not ask for ` +
              `are not used, first ${JSON.stringify(unused[0]!.slice(0, 120))}; is it the config ` +
              "of this model?",
          ];
    });
  }

  /** Each model's name and the hash of its files. */
  sources(): ModelSource[] {
    return [...this.models.values()].map(({ name, fingerprint }) => ({ name, fingerprint }));
  }

  /** Parameters of the largest; 0 where there is none. */
  mostParameters(): number {
    return Math.max(0, ...[...this.models.values()].map(({ parameters }) => parameters));
  }

  get(source: ModelFeatures): Model {
    const model = this.models.get(keyOf(source));
    if (model) return model;
    throw new InternalError(`model "${source.model}" was not opened with the study's others`);
  }
}

/**
 * How many features each source has, in order: a model's files are looked at, its weights are not.
 * @throws InputError for a model that is not to be found, or that w2s cannot read
 */
export function featureWidths(
  sources: readonly FeatureSource[],
  places: ModelPlaces,
): Promise<number[]> {
  const widthOf = async (source: FeatureSource): Promise<number> => {
    const layers = modelsIn(source);
    const models = await Promise.all(layers.map((layer) => opened(layer, places)));
    return featureWidth(source, { model: (layer) => models[layers.indexOf(layer)]! });
  };
  return Promise.all(sources.map(widthOf));
}

async function opened(source: ModelFeatures, { baseDir, modelFolders }: ModelPlaces) {
  const relative = /^\.{1,2}(\/|$)/.test(source.model);
  const name = relative ? resolve(baseDir, source.model) : source.model;
  const settings = { ...hubSettings(), modelFolders };
  const wanted = source.revision ? `${name}@${source.revision}` : name;
  return openModel(await resolveModel(wanted, { settings }));
}

const keyOf = ({ model, revision }: ModelFeatures): string => `${model}@${revision ?? ""}`;
