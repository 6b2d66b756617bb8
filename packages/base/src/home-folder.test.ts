import { userInfo } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { homeFolder } from "./home-folder.js";

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(process.platform === "win32")("homeFolder", () => {
  it("is HOME, and the account's where that is empty: never the current folder", () => {
    vi.stubEnv("HOME", "/home/ada");
    expect(homeFolder()).toBe("/home/ada");
    vi.stubEnv("HOME", "");
    expect(homeFolder()).toBe(userInfo().homedir);
    expect(homeFolder()).not.toBe("");
  });
});
