// A server that goes away, and comes back.

/** Whether the connection is lost, or the server stops or begins. */
export function isLost(error: unknown): error is Error {
  const { code = "", message = "" } = error as {
    readonly code?: string;
    readonly message?: string;
  };
  return lostCodes.includes(code) || lostWords.test(message);
}

// What PostgreSQL's driver says of a connection that ended, of one whose end nobody heard the last.
const lostWords = /^Connection terminated|^Client .* is not queryable/;

/** PostgreSQL's too_many_connections: one is waited for, as others end. */
export const noneLeft = "53300";

// What the system says, and PostgreSQL: admin_shutdown, crash_shutdown, cannot_connect_now.
const lostCodes = [
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
  ...["ENOTFOUND", "EAI_AGAIN", "57P01", "57P02", "57P03", noneLeft],
];

/** Says once that the server is gone, and once that it is back. */
export class Lost {
  /** Whether nobody waits for the server any more. */
  isLeft = false;
  private isLost = false;
  private heard: { lost(line: string): void; back(): void } | undefined;

  constructor(private readonly shown: string) {}

  hear(lost: (line: string) => void, back: () => void): void {
    this.heard = { lost, back };
  }

  lost(error: Error): void {
    if (this.isLost || !isLost(error)) return;
    this.isLost = true;
    const { code = "no connection" } = error as { readonly code?: string };
    const what =
      code === noneLeft
        ? "has no connection left; raise its max_connections, or the role's; waiting for one"
        : `gone (${code}); waiting until it is back`;
    this.heard?.lost(`queue ${this.shown}: ${what}`);
  }

  back(): void {
    if (this.isLost) this.heard?.back();
    this.isLost = false;
  }
}
