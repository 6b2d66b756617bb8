import { expect, it } from "vitest";
import { schemeOf } from "./address.js";
import { redisAddress } from "./redis.js";

it.each([
  ["valkey://:pw@queue.lab:6379/1", "redis://:pw@queue.lab:6379/1"],
  ["valkeys://u:pw@queue.lab", "rediss://u:pw@queue.lab"],
  ["redis://queue.lab", "redis://queue.lab"],
  ["rediss://valkey.lab/2", "rediss://valkey.lab/2"],
])("an address of Valkey, %s, is Redis's to the client", (address, known) => {
  expect(schemeOf(address)).toMatch(/^(valkey|redis)s?:$/);
  expect(redisAddress(address)).toBe(known);
});
