// Pretrains for some seconds and tells how many sentences that were, drawing them included. The
// clock starts after the first call of the runtime: a real run lasts for minutes, beside which its
// start is nothing.

import { nodeRuntime } from "@w2s/grad";
import { initialState, type PretrainOptions, pretrain, pretrainRecipe } from "@w2s/world";

const { options, seconds } = JSON.parse(process.argv[2]!) as {
  options: PretrainOptions;
  seconds: number;
};
const recipe = pretrainRecipe({ ...options, sentences: 1e9 });
const state = initialState(recipe);
const stop = new AbortController();
let start: { readonly at: number; readonly sentences: number } | undefined;
const result = { seconds: 0, sentences: 0, loss: 0 };
await pretrain(recipe, state, {
  runtime: nodeRuntime,
  signal: stop.signal,
  onProgress: ({ sentences }, loss) => {
    const at = performance.now() / 1000;
    start ??= { at, sentences };
    Object.assign(result, { seconds: at - start.at, sentences: sentences - start.sentences, loss });
    if (result.seconds >= seconds) stop.abort();
  },
}).catch((error: unknown) => {
  if (!stop.signal.aborted) throw error;
});
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ...result, cpu: (user + system) / 1e6 }));
