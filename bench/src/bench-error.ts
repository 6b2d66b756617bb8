/** A fault of use or of the machine, told in one line. */
export class BenchError extends Error {
  override readonly name = "BenchError";
}
