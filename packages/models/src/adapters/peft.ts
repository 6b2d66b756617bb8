// Adapters alone, in the format of the peft library: small files beside the base model that they
// change.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { writeSafetensors } from "../formats/safetensors-write.js";
import type { Architecture } from "../transformers/architecture.js";
import { writeFolder } from "../write-folder.js";
import { type Lora, loraParameters } from "./lora.js";

/** Trained adapters, and what peft must know to load them. */
export interface SavedAdapters {
  readonly architecture: Pick<Architecture, "storedNames" | "head">;
  readonly adapters: Lora;
  /** Values of `loraParameters(adapters)`. Others (a student's head) are not written. */
  readonly weights: Readonly<Record<string, NdArray>>;
  /** What peft loads the base model by: a hub name or a folder. */
  readonly base: string;
}

/**
 * Writes `adapter_config.json` and `adapter_model.safetensors`, which
 * `PeftModel.from_pretrained(base, folder)` loads: whole or not at all. A decoder's go on
 * `AutoModelForCausalLM`, an encoder's on `AutoModel`.
 * @throws InputError when a parameter is missing or has another shape, or the folder has files in
 * it
 */
export async function saveLora(
  folder: string,
  { architecture, adapters, weights, base }: SavedAdapters,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): Promise<void> {
  const arrays = Object.entries(loraParameters(adapters)).map(([name, shape]) => {
    const array = weights[name];
    if (array?.shape.join() !== shape.join()) {
      throw new InputError(
        `${folder}: "${name}" must be [${shape.join(", ")}], ` +
          `got ${array ? `[${array.shape.join(", ")}]` : "nothing"}`,
      );
    }
    return [`base_model.model.${moduleName(architecture, name)}`, array] as const;
  });
  await writeFolder(folder, overwrite, async (draft) => {
    await writeFile(
      join(draft, "adapter_config.json"),
      `${JSON.stringify(configOf(architecture, adapters, base), null, 2)}\n`,
    );
    await writeSafetensors(join(draft, "adapter_model.safetensors"), Object.fromEntries(arrays), {
      metadata: { format: "pt" },
    });
  });
}

/** A layer's or parameter's name in transformers' module tree. */
function moduleName({ storedNames }: Pick<Architecture, "storedNames">, name: string): string {
  return storedNames(name)[0]!;
}

function configOf(
  architecture: SavedAdapters["architecture"],
  { rank, alpha, layers }: Lora,
  base: string,
): Record<string, unknown> {
  return {
    peft_type: "LORA",
    task_type: architecture.head ? "CAUSAL_LM" : "FEATURE_EXTRACTION",
    base_model_name_or_path: base,
    r: rank,
    lora_alpha: alpha,
    // Whole names: an ending could mean layers that are not adapted.
    target_modules: layers.map(({ name }) => moduleName(architecture, name)),
    fan_in_fan_out: layers.some(({ order }) => order === "in-out"),
    bias: "none",
    lora_dropout: 0,
    inference_mode: true,
  };
}
