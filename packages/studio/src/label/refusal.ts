// What is answered to a request that cannot be met: a status and one line.

/** A request that is refused. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: 401 | 404 | 409 | 500 | 507,
    message: string,
  ) {
    super(message);
  }
}
