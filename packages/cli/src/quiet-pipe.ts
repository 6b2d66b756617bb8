// `w2s ls | head -1`: a reader that has seen enough closes the pipe, and that is no failure.

/**
 * Swallows EPIPE on a stream; what is written after it goes nowhere. Other errors are thrown as
 * before.
 */
export function quietWhenReaderLeaves(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
