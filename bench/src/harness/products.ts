// What a program's matrix products cost alone: each kind is run by itself, as often as the program
// has it.

import {
  compile,
  input,
  type MatmulAttrs,
  matmul,
  nodeRuntime,
  type Program,
  type Runtime,
  zerosArray,
} from "@w2s/grad";

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly attrs: MatmulAttrs;
  count: number;
}

/**
 * The products of a program, read off its printed graph with the given sizes of symbolic
 * dimensions; equal ones counted.
 */
export function productsOf(program: Program, sizes: Readonly<Record<string, number>>): Product[] {
  const shapes = new Map<string, readonly number[]>();
  const products = new Map<string, Product>();
  const count = (a: readonly number[], b: readonly number[], attrs: MatmulAttrs) => {
    const key = JSON.stringify([a, b, attrs]);
    const known = products.get(key) ?? { a, b, attrs, count: 0 };
    known.count += 1;
    products.set(key, known);
  };
  for (const line of program.print().split("\n")) {
    const [results, made] = line.split(" = ");
    for (const [, name, shape] of results!.matchAll(/(%\d+): \w+\[([^\]]*)\]/g)) {
      shapes.set(name!, sized(shape!, sizes));
    }
    const [, op, inputs, attrs] = /^(matmul|attention)\(([^)]*)\) (\{.*\})/.exec(made ?? "") ?? [];
    if (op === undefined) continue;
    const given = inputs!.split(", ").map((name) => shapes.get(name)!);
    if (op === "matmul") count(given[0]!, given[1]!, JSON.parse(attrs!) as MatmulAttrs);
    else for (const { a, b, transposeB } of productsOfAttention(given)) count(a, b, { transposeB });
  }
  return [...products.values()];
}

/** Scores and mix: the query heads of one key head are its rows. */
function productsOfAttention([q, k, v]: readonly (readonly number[])[]) {
  const rows = q!.at(-2)! * (q!.at(-3)! / k!.at(-3)!);
  const a = [...k!.slice(0, -2), rows, k!.at(-1)!];
  const scores = { a, b: k!, transposeB: true };
  return [scores, { a: [...k!.slice(0, -2), rows, k!.at(-2)!], b: v!, transposeB: false }];
}

function sized(shape: string, sizes: Readonly<Record<string, number>>): number[] {
  const factor = (name: string) => (/^\d+$/.test(name) ? Number(name) : sizes[name]!);
  return shape
    .split(", ")
    .map((dim) => dim.split("*").reduce((product, name) => product * factor(name), 1));
}

/** Seconds of all products, and their floating-point operations. */
export async function productsAlone(
  products: readonly Product[],
  threads: number,
  runtime: Runtime = nodeRuntime,
) {
  let [seconds, operations] = [0, 0];
  for (const product of products) {
    seconds += product.count * (await secondsOf(product, threads, runtime));
    const rows = product.attrs.transposeA ? product.a.at(-1)! : product.a.at(-2)!;
    const inner = product.attrs.transposeA ? product.a.at(-2)! : product.a.at(-1)!;
    const columns = product.attrs.transposeB ? product.b.at(-2)! : product.b.at(-1)!;
    const batch = Math.max(
      ...[product.a, product.b].map((shape) => shape.slice(0, -2).reduce((x, y) => x * y, 1)),
    );
    operations += product.count * 2 * batch * rows * inner * columns;
  }
  return { seconds, operations };
}

/** The better of two runs after one that warms up. */
async function secondsOf(
  { a, b, attrs }: Product,
  threads: number,
  runtime: Runtime,
): Promise<number> {
  const program = compile({ a: input("float32", a), b: input("float32", b) }, (tensors) => ({
    y: matmul(tensors.a, tensors.b, attrs),
  }));
  const executable = await runtime.load(program, { threads });
  const feeds = { a: zerosArray("float32", a), b: zerosArray("float32", b) };
  feeds.a.data.fill(0.5);
  feeds.b.data.fill(0.5);
  const { y } = await executable.run(feeds);
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    await executable.run(feeds, { y });
    times.push((performance.now() - start) / 1000);
  }
  await executable.release();
  return Math.min(...times);
}
