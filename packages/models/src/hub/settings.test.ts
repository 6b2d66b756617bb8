import { describe, expect, it } from "vitest";
import { hubSettings } from "./settings.js";

describe("hubSettings", () => {
  it("takes an http(s) address as the endpoint, without slashes at its end", () => {
    const endpointOf = (HF_ENDPOINT: string) => hubSettings({ HF_ENDPOINT }).endpoint;
    expect(endpointOf("https://hub.test/mirror//")).toBe("https://hub.test/mirror");
    expect(endpointOf("")).toBe("https://huggingface.co");
    for (const text of [
      "hub.test",
      "ftp://hub.test",
      "http://",
      "http://[",
      "http://a b",
      "https:x",
    ]) {
      expect(() => endpointOf(text)).toThrow("HF_ENDPOINT: expected an http(s) address, got ");
    }
  });

  it("refuses a password in it without telling it", () => {
    const refusal = (HF_ENDPOINT: string) => {
      try {
        hubSettings({ HF_ENDPOINT });
      } catch (error) {
        return (error as Error).message;
      }
      return "no refusal";
    };
    expect(refusal("https://ada:secret@hub.test")).toBe(
      "HF_ENDPOINT: must hold no user name or password; set HF_TOKEN instead",
    );
    expect(refusal("ada:secret@hub.test")).toBe(
      "HF_ENDPOINT: expected an http(s) address, got another text",
    );
  });
});
