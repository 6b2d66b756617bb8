import { describe, expect, it } from "vitest";
import { removeAll } from "./cache.js";

const names = Array.from({ length: 100 }, (_, i) => ({ name: `step ${i}` }));

describe("removeAll", () => {
  it("removes every step once, several at a time and not all at once", async () => {
    const removed: string[] = [];
    let [now, most] = [0, 0];
    const store = {
      async remove(name: string) {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        removed.push(name);
      },
    };
    await removeAll(store, names);
    expect(removed.toSorted()).toEqual(names.map(({ name }) => name).toSorted());
    expect(most).toBe(16);
  });

  it("says what the store could not remove", async () => {
    const store = {
      async remove(name: string) {
        if (name === "step 40") throw new Error("access is denied");
      },
    };
    await expect(removeAll(store, names)).rejects.toThrow("access is denied");
    await removeAll(store, []);
  });
});
