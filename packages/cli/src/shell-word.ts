// A path as it can be pasted into a command.

/** A word as a shell takes it: quoted where it must be. */
export function shellWord(path: string): string {
  if (/^[\w./@-]+$/.test(path)) return path;
  return /["$`\\!]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : `"${path}"`;
}
