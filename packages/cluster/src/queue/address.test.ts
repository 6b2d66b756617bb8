import { describe, expect, it } from "vitest";
import { schemeOf, shownAddress } from "./address.js";

/** What is thrown of an address. */
function refusal(address: string): string {
  try {
    schemeOf(address);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

const hidden = [
  ["default:LEAKPW@redis.lab:6379", "***"],
  ["redis:default:LEAKPW@h", "redis:***"],
  ["redis:/default:LEAKPW@h:6379", "redis:/***"],
  ["redis:LEAKPW", "redis:***"],
  ["postgres:u:LEAKPW@h/db", "postgres:***"],
  ["redis:///:LEAKPW@h:6379", "redis:///***"],
  ["postgres:///u:LEAKPW@h/db", "postgres:///***"],
  ["postgres://u:12/LEAKPW@host/db", "postgres://***"],
  ["postgres://u:12?LEAKPW@host/db", "postgres://***"],
  ["postgres://u:12#LEAKPW@host/db", "postgres://***"],
  ["redis://:a@LEAKPW/1@host", "redis://***"],
  ["redis://default:LEAKPW:host:6379", "redis://***"],
  ["redis://default%3ALEAKPW%40host/x", "redis://***"],
  ["postgres://host/db?user=a@b&password=LEAKPW", "postgres://***"],
  ["redis://host/:LEAKPW", "redis://host/***"],
  ["redis://u:LEAKPW@host:6379x", "redis://***"],
  ["redis://u:LEAKPW%@host:6379", "redis://host:6379"],
] as const;

describe("shownAddress", () => {
  it.each(hidden)("shows nothing of %s that could be secret", (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
    expect(refusal(address)).not.toContain("LEAKPW");
  });

  it.each([
    ["redis://:pw@host:6379/1", "redis://host:6379/1"],
    ["postgres://u:p@ss@host/db?password=x", "postgres://host/db"],
    ["rediss://[::1]:6379", "rediss://[::1]:6379"],
    ["http://u:pw@host/", "http://host/"],
  ])("shows of %s where it leads", (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
  });
});

describe("schemeOf", () => {
  it("takes capitals, as it shows them to be right", () => {
    expect(schemeOf("REDIS://host:6379")).toBe("redis:");
    expect(schemeOf("Postgres://host/db")).toBe("postgres:");
  });

  it("says what is wrong with another form, and shows it where it can be no secret", () => {
    const line =
      "--queue: must be redis://HOST:PORT, rediss://, valkey:// or postgres://HOST/DATABASE, got ";
    expect(refusal("http://host/")).toBe(`${line}http://host/`);
    const form = `${line}another form, not shown as it may hold a password`;
    expect(refusal("default:LEAKPW@redis.lab:6379")).toBe(form);
    expect(refusal("localhost:6379")).toBe(form);
  });

  it.each(["127.0.0.1:99999", "127.0.0.1:6390x", "127.0.0.1:0", ":pw@h:99999", "[::1]:70000"])(
    "says of redis://%s that its port is none",
    (place) => {
      const line = refusal(`redis://${place}`);
      expect(line).toMatch(/^--queue: redis:.*: its port must be a number from 1 to 65535$/);
      expect(line).not.toContain("pw");
    },
  );

  it.each(["redis://:a/b@host:6379", "redis:///:pw@host:6379"])(
    "says how the user and password of %s are written",
    (address) => {
      expect(refusal(address)).toMatch(
        /USER:PASSWORD@HOST:PORT stands after two slashes, .* \/ as %2F/,
      );
    },
  );
});
