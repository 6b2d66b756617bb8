// The two kinds of failure that every layer tells apart: what the user gave is wrong, or we are.

/**
 * Something the user gave (a file, an option, a shape) is wrong. The message is one line: subject,
 * requirement, arrival, next step. The command line ends with exit code 2 on it and prints no
 * stack.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A fault of our own: an invariant does not hold. */
export class InternalError extends Error {
  override readonly name = "InternalError";
  constructor(message: string, options?: ErrorOptions) {
    super(`internal: ${message}`, options);
  }
}
