// A student by reprobing: another student is taught with all its weights, and a new linear head is
// then trained on its features.

import { InputError, shownUncalled } from "@w2s/base";
import type { FinetuneSpec } from "../finetune/spec.js";
import type { LoraSpec } from "../lora/spec.js";
import { type ProbeOptions, type ProbeRecipe, probeRecipe } from "../probe/recipe.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";

/** A student whose weights are trained, so that its features are others afterwards. */
export type BodySpec = FinetuneSpec | LoraSpec;

/** A linear head on the features of a student that was taught. */
export interface ReprobeSpec extends SpecBase {
  readonly kind: "reprobe";
  /** Who is taught first. */
  readonly body: BodySpec;
  readonly recipe: ProbeRecipe;
}

/**
 * A linear probe on the features of a student that the supervisor has taught: what of the task, and
 * of the supervisor, is linear in them after finetuning. Its ceiling is the same probe on ground
 * truth, over the features that the supervisor's labels made: ft(weak) + lp(gt) of Burns et al.
 * 2023, section 5.2. Options are those of `probe`.
 *
 *     reprobe(finetune(model("HuggingFaceTB/SmolLM2-135M")))
 *
 * @throws InputError for an unknown or wrong option, and for a body that has no weights of its own
 * or is chosen by an oracle
 */
export function reprobe(
  body: BodySpec,
  options: ProbeOptions & { readonly as?: string } = {},
): ReprobeSpec {
  if (!isBody(body)) {
    throw new InputError(
      "reprobe: needs a student that is trained first, finetune(...) or lora(...), got " +
        shownUncalled(body),
    );
  }
  const { as, own } = namedApart("reprobe", options);
  if (body.recipe.selection === "oracle") {
    throw new InputError(
      `reprobe: ${body.label} is selected by ground truth; its features would know of it`,
    );
  }
  const { before } = body;
  const spec = { kind: "reprobe" as const, as, body, recipe: probeRecipe(own), before };
  return labelled(spec, reprobeLabel);
}

/** The kinds whose weights are trained on labels. */
const bodies: { readonly [K in BodySpec["kind"]]: true } = { finetune: true, lora: true };

function isBody(value: unknown): value is BodySpec {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return typeof value.kind === "string" && Object.hasOwn(bodies, value.kind);
}

export function reprobeLabel({ body, recipe }: Pick<ReprobeSpec, "body" | "recipe">): string {
  const solver = recipe.solver === "lbfgs" ? " logistic" : "";
  const first = recipe.features === undefined ? "" : ` first ${recipe.features}`;
  return `${body.label}, reprobed${solver}${first}`;
}
