// What a function of the study's own threw while the study was planned or run.

import { clip } from "@w2s/base";

/**
 * A function that a study brings has failed. Its stack is that of what was thrown, by which the
 * command line begins the line with the study's file and line; exit code 1, as for any step that
 * fails. `cause` is what was thrown.
 */
export class StudyError extends Error {
  override readonly name = "StudyError";
  /** Says that the message is written for the user, where no line of a study is in the stack. */
  readonly code = "STUDY";

  /** @param what whose function failed, such as `supervisor "mine": its function failed` */
  constructor(what: string, cause: unknown) {
    super(`${what}: ${said(cause)}`, { cause });
    // Of what is no error nobody knows the line; ours says nothing.
    const own = cause instanceof Error ? cause.stack : undefined;
    this.stack = own ?? `${this.name}: ${this.message}`;
  }
}

/** What was thrown, on one line. */
function said(cause: unknown): string {
  const text = cause instanceof Error ? cause.message || cause.name : `threw ${String(cause)}`;
  return clip(text.replace(/\s+/g, " ").trim(), 300);
}
