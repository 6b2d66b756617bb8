import { nodeRuntime } from "@w2s/grad";
import { extractFeatures, openModel, resolveModel } from "@w2s/models";
import { expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";

it("cuts a text before the remark that it ends in, which stays", async () => {
  const folder = scratchFolder("told");
  const model = await openModel(await resolveModel(await writeTinyDecoder(folder)));
  const last = { layers: [2], pooling: "last", runtime: nodeRuntime } as const;
  const maxTokens = model.tokenizer().encode("a b c 7").ids.length;
  const cut = await extractFeatures(model, ["a b c d e"], { ...last, maxTokens, endings: [" 7"] });
  const short = await extractFeatures(model, ["a b c 7"], last);
  model.close();
  expect([cut.truncated, short.truncated]).toEqual([1, 0]);
  expect(cut.features.get(2)).toEqual(short.features.get(2));
});
