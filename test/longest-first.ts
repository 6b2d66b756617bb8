// The order of the test files: those that take a minute or more begin first, so that at the end no
// worker is left alone with one of them. How long files took is known only where they ran before.

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of a minute or more on two busy cores, the longest first. */
const long = [
  "test/cluster/slurm.test.ts",
  "test/cluster/queue.test.ts",
  "experiments/src/conformance.test.ts",
  "test/cluster/bucket.test.ts",
  "test/stores.test.ts",
  "test/cluster/workers.test.ts",
  "test/install.test.ts",
  "test/golden.test.ts",
  "test/playground.test.ts",
  "test/studio.test.ts",
  "test/cluster/elsewhere.test.ts",
  "store/claims-model.test.ts",
  "claims/found.test.ts",
  "test/playground-use.test.ts",
  "bucket/src/bucket-store.test.ts",
  "students/threads.test.ts",
  "test/demo.test.ts",
  "test/cluster/soak.test.ts",
];

/** Place in the list; those that are not in it come after it, in the order they had. */
const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = long.findIndex((name) => moduleId.endsWith(name));
  return at < 0 ? long.length : at;
};

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
