// Which cards slots see, without any.

import { describe, expect, it } from "vitest";
import { cardsThere, cardVariables } from "./cards.js";

const machine = [
  { index: "0", uuid: "GPU-aaaa-1", name: "NVIDIA A100" },
  { index: "1", uuid: "GPU-bbbb-2", name: "NVIDIA A100" },
  { index: "2", uuid: "GPU-cccc-3", name: "Tesla T4" },
];
const there = (env: NodeJS.ProcessEnv) => cardsThere(env, () => machine);
const seen = (env: NodeJS.ProcessEnv, slots = 4) =>
  Array.from(
    { length: slots },
    (_, slot) => cardVariables(there(env), slot, env).CUDA_VISIBLE_DEVICES,
  );

describe("cardVariables", () => {
  it.each([
    ["nobody set a list", {}, ["0", "1", "2", "0"]],
    ["a list is set", { CUDA_VISIBLE_DEVICES: "2,1" }, ["2", "1", "2", "1"]],
    ["a list names them", { CUDA_VISIBLE_DEVICES: "GPU-cccc, GPU-aaaa" }, ["GPU-cccc", "GPU-aaaa"]],
    ["a list ends in none", { CUDA_VISIBLE_DEVICES: "1,-1,0" }, ["1", "1"]],
    ["one card is set", { CUDA_VISIBLE_DEVICES: "2" }, ["2", "2"]],
    ["none is to be seen", { CUDA_VISIBLE_DEVICES: "" }, [undefined, undefined]],
    ["none is to be seen, as CUDA says it", { CUDA_VISIBLE_DEVICES: "-1" }, [undefined]],
  ])("give each slot a card where %s", (_, env, cards) => {
    expect(seen(env, cards.length)).toEqual(cards);
  });

  it("are none on a machine without cards", () => {
    expect(cardVariables([], 0, {})).toEqual({});
    expect(cardsThere({}, () => [])).toEqual([]);
  });

  it("say which cards there are, and number them as nvidia-smi does unless others do", () => {
    const list = { CUDA_VISIBLE_DEVICES: "GPU-cccc,7" };
    expect(JSON.parse(cardVariables(there(list), 1, list).W2S_CARDS!)).toEqual({
      slot: 1,
      cards: [
        { id: "GPU-cccc", name: "Tesla T4" },
        { id: "7", name: "" },
      ],
    });
    expect(cardVariables(there({}), 0, {}).CUDA_DEVICE_ORDER).toBe("PCI_BUS_ID");
    for (const env of [list, { CUDA_DEVICE_ORDER: "FASTEST_FIRST" }])
      expect(cardVariables(there(env), 0, env)).not.toHaveProperty("CUDA_DEVICE_ORDER");
  });
});
