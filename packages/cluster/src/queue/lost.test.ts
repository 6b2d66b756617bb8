import { expect, it } from "vitest";
import { isLost, Lost } from "./lost.js";

it.each([
  [new Error("Connection terminated unexpectedly"), true],
  [new Error("Client has encountered a connection error and is not queryable"), true],
  [Object.assign(new Error("x"), { code: "57P01" }), true],
  [Object.assign(new Error("x"), { code: "ECONNRESET" }), true],
  [new Error('relation "jobs" does not exist'), false],
])("%s is a lost connection: %s", (error, is) => expect(isLost(error)).toBe(is));

it.each([
  ["ECONNRESET", "queue here: gone (ECONNRESET); waiting until it is back"],
  [
    "53300",
    "queue here: has no connection left; raise its max_connections, or the role's; waiting",
  ],
])("a server that gives no connection, by %s, is waited for, and told of once", (code, line) => {
  const lost = new Lost("here");
  const said: string[] = [];
  lost.hear(
    (what) => said.push(what),
    () => said.push("back"),
  );
  for (let times = 0; times < 2; times++) lost.lost(Object.assign(new Error("no"), { code }));
  lost.back();
  expect(said).toEqual([expect.stringContaining(line), "back"]);
});
