// Opens a model and reads all of its weights in a fresh process, as a user's first run does.

import { openModel, resolveModel } from "@w2s/models";

export interface LoadModelSetup {
  readonly folder: string;
}

const { folder } = JSON.parse(process.argv[2]!) as LoadModelSetup;
const start = performance.now();
const model = await openModel(await resolveModel(folder));
const weights = model.weights({
  ...model.architecture.parameters(model.layers),
  ...model.architecture.head?.shapes,
});
const seconds = (performance.now() - start) / 1000;
const bytes = Object.values(weights).reduce((sum, { data }) => sum + data.byteLength, 0);
const { user, system } = process.cpuUsage();
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ seconds, bytes, peak, cpu: (user + system) / 1e6 }));
