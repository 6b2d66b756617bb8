import { describe, expect, it } from "vitest";
import { joinPlacements, placementOf } from "./placement.js";

const node = (name: string, op: string, provider: string, index = "0") => ({
  cat: "Node",
  name,
  args: { op_name: op, provider: `${provider}ExecutionProvider`, node_index: index },
});

describe("placementOf", () => {
  it("counts every node once, and names what the CPU ran, the most frequent first", () => {
    const events = [
      { cat: "Session", name: "model_run" },
      node("Add_v1", "Add", "WebGpu"),
      node("Add_v1", "Add", "WebGpu"),
      node("Sign_v2", "Sign", "CPU"),
      node("Concat_v3", "Concat", "CPU"),
      node("Concat_v4", "Concat", "CPU"),
      node("", "Cast", "CPU", "7"),
      node("", "Cast", "CPU", "8"),
    ];
    expect(placementOf(events)).toEqual({ nodes: 6, onCpu: { Cast: 2, Concat: 2, Sign: 1 } });
    expect(Object.keys(placementOf(events).onCpu)).toEqual(["Cast", "Concat", "Sign"]);
  });

  it("adds programs up", () => {
    const joined = joinPlacements([
      { nodes: 3, onCpu: { Sign: 1 } },
      { nodes: 4, onCpu: { Concat: 2, Sign: 2 } },
    ]);
    expect(joined).toEqual({ nodes: 7, onCpu: { Sign: 3, Concat: 2 } });
  });
});
