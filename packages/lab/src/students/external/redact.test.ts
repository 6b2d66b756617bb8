// Secrets that a command prints.

import { describe, expect, it } from "vitest";
import { redacted } from "./redact.js";

describe("redacted", () => {
  it.each(["MY_SECRET", "HF_TOKEN", "db_password", "OPENAI_API_KEY", "AWS_CREDENTIALS"])(
    "takes out the value of %s",
    (name) => {
      const env = { [name]: "hf_abcdef\n" };
      expect(redacted("uses hf_abcdef, twice hf_abcdef", env)).toBe(
        "uses [redacted], twice [redacted]",
      );
    },
  );

  it("leaves short values, other variables and what is empty", () => {
    const env = { A_TOKEN: "true", HOME: "/home/somebody", B_KEY: "", C_KEY: undefined };
    const text = "true of /home/somebody";
    expect(redacted(text, env)).toBe(text);
  });

  it("takes out a value that holds another as a whole", () => {
    const env = { A_KEY: "12345678", B_KEY: "12345678-more" };
    expect(redacted("12345678-more 12345678", env)).toBe("[redacted] [redacted]");
  });

  it.each([
    ["redis://user:p@ss:w@host:6379/0", "redis://user:[redacted]@host:6379/0"],
    ["at https://:secret@host.", "at https://:[redacted]@host."],
    ["http://host:8080/a@b", "http://host:8080/a@b"],
    ["https://user@host", "https://user@host"],
  ])("%s", (text, kept) => {
    expect(redacted(text, {})).toBe(kept);
  });

  it("is quick with long lines that look like many URLs", () => {
    const started = performance.now();
    redacted("a-".repeat(65_536) + "http://a".repeat(8_192), {});
    expect(performance.now() - started).toBeLessThan(6_000);
  });
});
