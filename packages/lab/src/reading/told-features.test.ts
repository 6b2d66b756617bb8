import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeRuntime } from "@w2s/grad";
import { extractFeatures, openModel, resolveModel } from "@w2s/models";
import { expect, it } from "vitest";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";

it("cuts a text before the remark that it ends in, which stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "w2s-told-"));
  const model = await openModel(await resolveModel(await writeTinyDecoder(folder)));
  const last = { layers: [2], pooling: "last", runtime: nodeRuntime } as const;
  const maxTokens = model.tokenizer().encode("a b c 7").ids.length;
  const cut = await extractFeatures(model, ["a b c d e"], { ...last, maxTokens, endings: [" 7"] });
  const short = await extractFeatures(model, ["a b c 7"], last);
  model.close();
  await rm(folder, { recursive: true });
  expect([cut.truncated, short.truncated]).toEqual([1, 0]);
  expect(cut.features.get(2)).toEqual(short.features.get(2));
});
