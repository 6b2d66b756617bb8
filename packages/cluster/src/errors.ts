// How handing out passes can fail, in the one line that the user reads.

/** A run could not end as it should: passes failed, a queue is gone. Exit code 1. */
export class RunError extends Error {
  override readonly name = "RunError";
}

/** A pass threw: its line, as the process that ran it said it. */
export class PassFailed extends Error {
  override readonly name = "PassFailed";
}

/** The process that ran a pass is gone: killed, out of memory. */
export class RunnerLost extends Error {
  override readonly name = "RunnerLost";
}

/** An error in one line. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.trim().replaceAll(/\s*\n\s*/g, " ");
}

/** A line of what has a label: led by it, once. */
export function labelled(label: string, line: string): string {
  return line.startsWith(`${label}: `) ? line : `${label}: ${line}`;
}
