// What is to be done when a test file is through. A hook of vitest's own that a shared module
// registers would hold for the first file alone that imports it: files share their modules.

const ends: (() => void)[] = [];

/** Calls `end` once, after the hooks of the test file that runs now. */
export function afterFile(end: () => void): void {
  ends.push(end);
}

/** Ends the test file; test/setup.ts calls it. */
export function endFile(): void {
  for (const end of ends.splice(0)) end();
}
