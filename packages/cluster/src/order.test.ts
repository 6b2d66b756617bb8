import { describe, expect, it } from "vitest";
import { type Order, orderName, orderSchema, versionFault } from "./order.js";

const order: Order = {
  format: 1,
  study: "a study / two",
  which: "/lab/a.study.ts",
  cwd: "/lab",
  flags: { set: ["epochs=3"], limit: 5 },
  plan: "ab".repeat(32),
  device: "cpu",
  threads: 1,
  tries: 3,
  store: "/lab/store",
  versions: { w2s: "0.1.0", node: "22.0.0" },
};

describe("an order", () => {
  it("travels as JSON", () => {
    expect(orderSchema.parse(JSON.parse(JSON.stringify(order)))).toEqual(order);
    const sealed = { ...order, seal: "lab-1.x~42~0a1b2c3d" };
    expect(orderSchema.parse(sealed)).toEqual(sealed);
    // It names a record: no path.
    const outside = { ...order, seal: "../lab~42~0a1b2c3d" };
    expect(orderSchema.safeParse(outside).success).toBe(false);
  });

  it("has a name that a queue, a file and a shell take, other for another plan or store", () => {
    expect(orderName(order)).toMatch(/^a-study-two-[0-9a-f]{12}$/);
    expect(orderName({ ...order, plan: "cd".repeat(32) })).not.toBe(orderName(order));
    expect(orderName({ ...order, store: "/other" })).not.toBe(orderName(order));
    expect(orderName({ ...order, cwd: "/else", seal: "a~1~0" })).toBe(orderName(order));
  });

  it("refuses who has other versions, in one line", () => {
    expect(versionFault(order, { ...order.versions, more: "1" })).toBeUndefined();
    expect(versionFault(order, { ...order.versions, node: "20.19.0" })).toBe(
      "has node 20.19.0, the run has 22.0.0; install the same, results could differ",
    );
    expect(versionFault(order, {})).toMatch(/^has w2s none, the run has 0\.1\.0/);
  });
});
