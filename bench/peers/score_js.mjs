// Features of sentences as a user of transformers.js computes them: its pipeline, from a local
// folder, batch by batch.

import { readFileSync, writeFileSync } from "node:fs";
import { serve } from "./serve.mjs";

async function make({ models, model, texts: file, output }, load) {
  const { env, pipeline } = await load("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.localModelPath = `${models}/`;
  const extract = await pipeline("feature-extraction", model, { dtype: "fp32", device: "cpu" });
  const every = JSON.parse(readFileSync(file, "utf8"));
  return async ({ batch, limit }) => {
    const texts = every.slice(0, limit);
    const start = performance.now();
    const rows = [];
    for (let i = 0; i < texts.length; i += batch) {
      const { data } = await extract(texts.slice(i, i + batch), { pooling: "mean" });
      rows.push(data);
    }
    const seconds = (performance.now() - start) / 1000;
    writeFileSync(
      output,
      Buffer.concat(
        rows.map(({ buffer, byteOffset, byteLength }) =>
          Buffer.from(buffer, byteOffset, byteLength),
        ),
      ),
    );
    return { seconds };
  };
}

await serve(make, ["@huggingface/transformers", "onnxruntime-node"]);
