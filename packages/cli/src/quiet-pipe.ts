// `w2s ls | head -1`: a reader that has seen enough closes the pipe, and that is no failure. A disk
// that is full under `w2s ls > file` is one, and is told in one line.

/** Swallows EPIPE on a stream, `name` in messages; for what else fails, the process ends with 1. */
export function quietWhenReaderLeaves(stream: NodeJS.WriteStream, name: string): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
    if (stream !== process.stderr) process.stderr.write(`w2s: ${name} takes no more: ${reason}\n`);
    process.exit(1);
  });
}
