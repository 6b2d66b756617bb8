import { describe, expect, it } from "vitest";
import { armOf } from "./arms.js";
import type { Settings } from "./project.js";

const settings = { arms: ["alone", "assisted", "debate"], seed: 7 } satisfies Pick<
  Settings,
  "arms" | "seed"
>;
const places = Array.from({ length: 60 }, (_, place) => place);

describe("armOf", () => {
  it("gives every annotator each arm once in every three items", () => {
    for (let annotator = 0; annotator < 5; annotator++) {
      for (let block = 0; block < 20; block++) {
        const own = [0, 1, 2].map((i) => armOf(settings, 3 * block + i, annotator));
        expect([...own].sort()).toEqual(["alone", "assisted", "debate"]);
      }
    }
  });

  it("gives three annotators of an item three arms", () => {
    for (const place of places) {
      const arms = [0, 1, 2].map((annotator) => armOf(settings, place, annotator));
      expect(new Set(arms).size).toBe(3);
    }
  });

  it("is drawn: not the same in every block, another under another seed, the same again", () => {
    const arms = (seed: number) => places.map((place) => armOf({ ...settings, seed }, place, 0));
    expect(new Set(places.map((place) => arms(7)[3 * Math.floor(place / 3)])).size).toBe(3);
    expect(arms(7)).toEqual(arms(7));
    expect(arms(8)).not.toEqual(arms(7));
  });
});
