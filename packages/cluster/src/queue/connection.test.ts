import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { assertQueueAddress, openQueueServer } from "./connection.js";

describe("assertQueueAddress", () => {
  it.each(["redis://host/abc", "valkey://:pw@host:1/-1", "rediss://host/1/2"])(
    "refuses %s, whose database is no number",
    (address) => {
      expect(() => assertQueueAddress(address)).toThrow(/a database of Redis must be a number, as/);
    },
  );

  it.each(["redis://host", "redis://host/", "redis://host/15", "postgres://host/name"])(
    "takes %s",
    (address) => expect(() => assertQueueAddress(address)).not.toThrow(),
  );

  it.each(["redis://:a%b@host", "postgres://u:100%@host/d", "redis://:a#b@host:6379"])(
    "says how %s must be written, without its password",
    (address) => {
      const line = /^--queue: .* cannot be read as an address; .* % is written as %25/;
      expect(() => assertQueueAddress(address)).toThrow(line);
      expect(() => assertQueueAddress(address)).not.toThrow(/a%b|100%@|a#b/);
    },
  );
});

describe("openQueueServer", () => {
  it.each(["redis", "REDIS"])(
    "says in a line that a web server is no queue, asked by %s",
    async (scheme) => {
      const server = createServer((_, answer) => void answer.end("hello"));
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      const opened = openQueueServer(`${scheme}://u:LEAKPW@127.0.0.1:${port}/1`);
      await expect(opened.finally(() => server.close())).rejects.toThrow(
        `queue ${scheme.toLowerCase()}://127.0.0.1:${port}/1: what answers there is no such ` +
          "server; see the address and its port",
      );
    },
  );
});
