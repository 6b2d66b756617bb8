// What `w2s doctor` asks: does each way of running programs really run one here?

import { compile, input, matmul, ndarray, nodeRuntime, runOnce } from "@w2s/grad";

export interface RuntimeCheck {
  /** For example "onnxruntime-node 1.30.0, cpu". */
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Multiplies two small matrices on every runtime and compares with the known product. */
export async function runtimeChecks(): Promise<readonly RuntimeCheck[]> {
  const square = input("float32", [2, 2]);
  const program = compile({ a: square, b: square }, ({ a, b }) => ({ product: matmul(a, b) }));
  const a = ndarray(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const b = ndarray(Float32Array.of(5, 6, 7, 8), [2, 2]);
  try {
    const { product } = await runOnce(program, { a, b });
    const ok = [19, 22, 43, 50].every((value, i) => product.data[i] === value);
    return [
      {
        name: nodeRuntime.name,
        ok,
        detail: ok ? "a matrix product is right" : `a matrix product is wrong: ${product.data}`,
      },
    ];
  } catch (error) {
    return [{ name: nodeRuntime.name, ok: false, detail: (error as Error).message }];
  }
}
