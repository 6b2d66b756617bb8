// Where a soak's runs keep what they compute: a folder each, or a place each in a bucket whose
// network can be cut.

import { join } from "node:path";
import { credentials, hasBucket, startBucket } from "../bucket-server.js";
import { Network } from "./servers.js";

export interface Place {
  /** Where a run of that name keeps its steps, as `--store` takes it. */
  store(name: string): string;
  /** What all of its processes are told. */
  readonly env: Readonly<Record<string, string>>;
  /** Nobody gets through to it for a time. */
  readonly cut?: (ms: number) => Promise<void>;
  end(): Promise<void>;
}

async function bucket(dir: string): Promise<Place> {
  const server = await startBucket();
  await server.bucket("soak");
  const network = await Network.before(server.port);
  const endpoint = `http://127.0.0.1:${network.port}`;
  const cache = join(dir, "machine");
  return {
    store: (name) => `s3://soak/${name}`,
    env: { ...credentials, W2S_S3_ENDPOINT: endpoint, W2S_BUCKET_CACHE: cache },
    cut: (ms) => network.cut(ms),
    async end() {
      network.close();
      await server.stop();
    },
  };
}

/** Every kind of place, and whether it can be had here. */
export const places: Readonly<
  Record<string, { isHere(): boolean; begin(dir: string): Promise<Place> }>
> = {
  folder: {
    isHere: () => true,
    begin: async () => ({ store: (name) => `store-${name}`, env: {}, end: async () => undefined }),
  },
  bucket: { isHere: () => hasBucket, begin: bucket },
};
