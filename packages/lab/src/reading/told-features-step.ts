// Features of texts that tell a student its supervisor's labels, a step after these labels. What
// supervisors and seeds say alike is read once.

import { ndarray } from "@w2s/grad";
import { kept, type RunContext, type Step, type StepKind } from "../engine/index.js";
import type { Labels } from "../labels/index.js";
import {
  costOf,
  type Features,
  type FeaturesValue,
  featuresCodec,
  labelOf,
  layerIn,
  rateKeyOf,
  readBy,
} from "./features-step.js";
import { type Told, toldEndings } from "./told.js";

type Value = FeaturesValue & { readonly told: Told };
type ToldInputs = { readonly told: Step<Labels> };
type ToldFeatures = Step<Features, Value, ToldInputs>;

/** Features `[texts, d]`; a text of which nothing is told is not read, and has zeros. */
export const toldFeaturesKind: StepKind<Features, Value, ToldInputs> = {
  name: "told features",
  version: 1,
  codec: featuresCodec,
  groupKey: ({ params: { layer: _, ...rest } }) => JSON.stringify(rest),
  describe: (steps) => ({ label: labelOf(steps), unit: "texts", total: mostTexts(steps) }),
  cost: (steps) => costOf(steps) * remarksOf(steps).length,
  rateKey: rateKeyOf,
  async run(steps, context) {
    const started = performance.now();
    const { texts, endings, placesOf } = await readingsOf(steps, context);
    const progress = (done: number) =>
      context.progress(Math.round((done / texts.length) * mostTexts(steps)));
    const read = await readBy(steps, { texts, endings }, { ...context, progress });
    await context.keep(
      steps.flatMap((step) => {
        return kept(step, spread(read.get(layerIn(step))!, placesOf.get(step.inputs.told.name)!));
      }),
      performance.now() - started,
    );
  },
};

const remarksOf = (steps: readonly ToldFeatures[]): readonly Step<Labels>[] => [
  ...new Map(steps.map(({ inputs }) => [inputs.told.name, inputs.told])).values(),
];

/** As many as there are where no two of the steps' labels agree. */
const mostTexts = (steps: readonly ToldFeatures[]): number =>
  steps[0]!.value.texts.list.length * remarksOf(steps).length;

/** Every text with every ending that it has, once, and where each of the remarks finds its own. */
async function readingsOf(steps: readonly ToldFeatures[], context: RunContext) {
  const { texts: asked, told } = steps[0]!.value;
  const places = new Map<string, number>();
  const texts: string[] = [];
  const endings: string[] = [];
  const placesOf = new Map<string, readonly (number | null)[]>();
  for (const remarks of remarksOf(steps)) {
    const own = (await toldEndings(asked.list.length, told, remarks, context))!;
    const found = own.map((ending, text) => {
      if (ending === "") return null;
      const key = `${text} ${ending}`;
      const place = places.get(key) ?? texts.length;
      if (place === texts.length) {
        places.set(key, place);
        texts.push(asked.list[text]!);
        endings.push(ending);
      }
      return place;
    });
    placesOf.set(remarks.name, found);
  }
  return { texts, endings, placesOf };
}

/** Rows of `read`, each where its text stands; zeros where nothing was read. */
function spread({ data, shape }: Features, places: readonly (number | null)[]): Features {
  const width = shape[1]!;
  const features = new Float32Array(places.length * width);
  places.forEach((place, text) => {
    if (place === null) return;
    features.set(data.subarray(place * width, (place + 1) * width), text * width);
  });
  return ndarray(features, [places.length, width]);
}
