import { EventEmitter } from "node:events";
import type { Client } from "pg";
import { expect, it } from "vitest";
import { heldClient } from "./postgres.js";

it("a connection that ends while nobody asks ends no process", () => {
  // The driver itself is no module that Vitest's conditions load.
  const driver = { Client: EventEmitter as unknown as typeof Client };
  const end = (one: EventEmitter) => one.emit("error", new Error("terminating connection"));
  expect(() => end(new driver.Client())).toThrow("terminating connection");
  const Held = heldClient(driver);
  expect(() => end(new Held())).not.toThrow();
});
