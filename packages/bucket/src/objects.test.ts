// What is asked of a bucket's server, by one of our own making.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { credentials } from "../../../test/bucket-server.js";
import { faultyServer } from "../../../test/faulty-server.js";
import { Objects, s3Client } from "./objects.js";

beforeEach(() => {
  for (const [key, value] of Object.entries(credentials)) vi.stubEnv(key, value);
  return () => vi.unstubAllEnvs();
});

const upload = (key: string, id: string, day: number) =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId>` +
  `<Initiated>2026-01-0${day}T00:00:00.000Z</Initiated></Upload>`;

/** A page of uploads; `next`: where the next one begins. */
function pageOf(uploads: string, next?: readonly [key: string, id: string]): string {
  const [key, id] = next ?? [];
  const marks = `<NextKeyMarker>${key}</NextKeyMarker>`;
  const more = `${marks}<NextUploadIdMarker>${id}</NextUploadIdMarker>`;
  return (
    "<ListMultipartUploadsResult>" +
    `<IsTruncated>${next !== undefined}</IsTruncated>${next ? more : ""}${uploads}` +
    "</ListMultipartUploadsResult>"
  );
}

describe("uploads that were never ended", () => {
  it("are found on every page, by their age", async () => {
    const asked: string[] = [];
    const pages: Readonly<Record<string, string>> = {
      null: pageOf(upload("runs/a", "1", 1) + upload("runs/b", "2", 3), ["runs/b", "2"]),
      "runs/b": pageOf(upload("runs/b", "3", 1), ["runs/c", "9"]),
      "runs/c": pageOf(upload("runs/d", "4", 1)),
    };
    const server = await faultyServer(undefined, (_, path) => {
      const { searchParams } = new URL(path, "http://x");
      const marker = searchParams.get("key-marker");
      asked.push(`${marker} ${searchParams.get("upload-id-marker")}`);
      return { status: 200, body: pages[String(marker)]! };
    });
    const how = { region: undefined, attempts: 1, silenceMs: 5000 };
    const client = s3Client({ endpoint: server.endpoint, ...how });
    const place = { bucket: "bucket", prefix: "runs/", text: "s3://bucket/runs" };
    const found = await new Objects(client, place).unfinished(Date.parse("2026-01-02"));
    await server.stop();
    expect(asked).toEqual(["null null", "runs/b 2", "runs/c 9"]);
    expect(found).toEqual([
      { name: "a", id: "1" },
      { name: "b", id: "3" },
      { name: "d", id: "4" },
    ]);
  });
});
