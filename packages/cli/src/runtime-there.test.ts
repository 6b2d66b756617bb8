import { describe, expect, it } from "vitest";
import { assertRuntimeLoads } from "./runtime-there.js";

describe("assertRuntimeLoads", () => {
  it("is content where the runtime is there", () => {
    expect(() => assertRuntimeLoads()).not.toThrow();
  });

  it("says in one line what to do where an install was cut short", () => {
    const missing = () => {
      throw new Error("Cannot find module '../bin/x.node'\nRequire stack:\n- /a/b.js");
    };
    expect(() => assertRuntimeLoads(missing)).toThrow(
      /^onnxruntime-node cannot be loaded on \S+ \S+: Cannot find module '\.\.\/bin\/x\.node'; where its install step failed, set ONNXRUNTIME_NODE_INSTALL=skip /,
    );
  });
});
