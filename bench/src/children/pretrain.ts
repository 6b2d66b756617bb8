// Pretrains for some seconds and tells how many sentences that were: loading, drawing sentences and all.

import { nodeRuntime } from "@w2s/grad";
import { initialState, type PretrainOptions, pretrain, pretrainRecipe } from "@w2s/lab";

const { options, seconds } = JSON.parse(process.argv[2]!) as { options: PretrainOptions; seconds: number };
const recipe = pretrainRecipe({ ...options, sentences: 1e9 });
const state = initialState(recipe);
const stop = new AbortController();
const start = performance.now();
const elapsed = () => (performance.now() - start) / 1000;
const result = { seconds: 0, sentences: 0, steps: 0, loss: 0 };
await pretrain(recipe, state, {
  runtime: nodeRuntime,
  signal: stop.signal,
  onProgress: ({ sentences, steps }, loss) => {
    Object.assign(result, { seconds: elapsed(), sentences, steps, loss });
    if (elapsed() >= seconds) stop.abort();
  },
}).catch((error: unknown) => {
  if (!stop.signal.aborted) throw error;
});
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ...result, cpu: (user + system) / 1e6 }));
