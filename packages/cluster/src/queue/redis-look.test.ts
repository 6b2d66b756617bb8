import { describe, expect, it } from "vitest";
import { type Asked, bareAddress, look } from "./redis-look.js";

/** A server that tells this of itself, one text a question, the last one from then on. */
function telling(...texts: string[]) {
  const asked: string[] = [];
  const client: Asked = {
    auth: async (...given: string[]) => void asked.push(`auth ${given.join(" ")}`),
    select: async (database: number) => void asked.push(`select ${database}`),
    eval: async () => void asked.push("eval"),
    info: async () => (texts.length > 1 ? texts.shift()! : texts[0]!),
    time: async () => [Math.floor(Date.now() / 1000), 0],
  };
  return { client, asked };
}

describe("look", () => {
  it("gives user and password as they are, then the database", async () => {
    const { client, asked } = telling("redis_mode:standalone\r\nrole:master\r\n");
    const address = "redis://me:a%25b@host:1/3";
    expect(await look(client, address, "shown")).toEqual({ address, advice: [] });
    expect(asked).toEqual(["auth me a%b", "select 3", "eval"]);
  });

  it.each([
    ["redis_mode:cluster", "cluster"],
    ["server_mode:sentinel", "sentinel"],
  ])("refuses a server that says %s", async (said, mode) => {
    const { client, asked } = telling(`${said}\r\n`);
    await expect(look(client, "redis://host", "redis://host")).rejects.toThrow(
      `queue redis://host: must be a server that stands alone, got one that runs as ${mode}`,
    );
    expect(asked).toEqual([]);
  });

  it("waits for a server that reads what it keeps", async () => {
    const { client, asked } = telling("loading:1\r\n", "loading:0\r\n");
    await look(client, "redis://host", "redis://host");
    expect(asked).toEqual(["select 0", "eval"]);
  });
});

it("bareAddress leaves what a connection needs of an address", () => {
  expect(bareAddress("rediss://u:p@host:1/2?family=6")).toBe("rediss://host:1?family=6");
});
