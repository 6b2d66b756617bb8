// The package's public surface.

export type { BucketOptions } from "./bucket-store.js";
export { BucketStore, openBucketStore } from "./bucket-store.js";
export type { BucketPlace } from "./location.js";
export { bucketPlace } from "./location.js";
