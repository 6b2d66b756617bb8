import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { hostNames, isLoopback } from "./guard/hosts.js";
import { serveStudio } from "./serve.js";

const folder = scratchFolder("serve");

describe("serveStudio", () => {
  it("is alone on its folder, and lets go of it", async () => {
    const first = await serveStudio({ folder, port: 0 });
    await expect(serveStudio({ folder, port: 0 })).rejects.toThrow(
      `${folder}: a studio is open there already, at ${first.address} (process ${process.pid})`,
    );
    await first.close();
    await (await serveStudio({ folder, port: 0 })).close();
  });

  it("says in one line that its port is taken, or its folder none", async () => {
    const first = await serveStudio({ folder, port: 0 });
    const port = Number(new URL(first.address).port);
    const other = scratchFolder("serve-other");
    await expect(serveStudio({ folder: other, port })).rejects.toThrow(
      `127.0.0.1:${port} is taken; name another with --port, or 0 for any that is free`,
    );
    await first.close();
    await expect(serveStudio({ folder: join(folder, "none"), port: 0 })).rejects.toThrow(
      "none: must be a folder, there is none",
    );
  });

  it("demands a token beyond this machine", async () => {
    const given = { folder, host: "0.0.0.0", port: 0 };
    const studio = await serveStudio(given);
    expect(studio.address).toMatch(/\?token=[\w-]{32}$/);
    await studio.close();
    await expect(serveStudio({ ...given, token: "short" })).rejects.toThrow("at least 16");
    expect(["127.0.0.1", "localhost", "::1"].map(isLoopback)).toEqual([true, true, true]);
    expect(["0.0.0.0", "192.168.0.2", "127.0.0.1.example"].map(isLoopback)).not.toContain(true);
    expect(hostNames("192.168.0.2")).toContain("192.168.0.2");
  });
});
