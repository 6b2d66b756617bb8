import { expect, it } from "vitest";
import { isLost } from "./lost.js";

it.each([
  [new Error("Connection terminated unexpectedly"), true],
  [new Error("Client has encountered a connection error and is not queryable"), true],
  [Object.assign(new Error("x"), { code: "57P01" }), true],
  [Object.assign(new Error("x"), { code: "ECONNRESET" }), true],
  [new Error('relation "jobs" does not exist'), false],
])("%s is a lost connection: %s", (error, is) => expect(isLost(error)).toBe(is));
