// Every op of grad, with its gradient, in float32 on a device: is its value the CPU's, and which of
// its nodes fell to the CPU?
//
//   node reference/devices/ops.mjs webgpu
//
// Without a GPU, Debian's chromium brings a software one:
// VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json

import { readFileSync } from "node:fs";
import { createServer } from "vite";

// From the sources: the samples are the tests' own, and are not in what is built.
const sources = await createServer({
  appType: "custom",
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, watch: null, ws: false },
});
const load = (path) => sources.ssrLoadModule(`/packages/grad/src/${path}`);
const { deviceRuntime, mul, nodeRuntime, sum } = await load("index.ts");
const { constructors } = await load("array.ts");
const { gradients } = await load("gradient.ts");
const { composites, samples } = await load("ops/ops.samples.ts");
const { compile } = await load("program.ts");
const { constant } = await load("ops/source.ts");

const fixtures = new URL("../../packages/grad/src/ops/fixtures/ops.json", import.meta.url);
const references = JSON.parse(readFileSync(fixtures, "utf8"));
const device = process.argv[2] ?? "webgpu";

const single = (dtype) => (dtype === "float64" ? "float32" : dtype);

function unpack({ dtype, shape, data }) {
  const to = single(dtype);
  const values = to === "int64" ? BigInt64Array.from(data, BigInt) : constructors[to].from(data.map(Number));
  return { dtype: to, shape, data: values };
}

function programOf(sample, inputs) {
  const signature = Object.fromEntries(
    inputs.map(({ dtype, shape }, i) => [
      `x${i}`,
      { dtype, shape: shape.map((dim, axis) => (i === 0 && sample.dims?.[axis]) || dim) },
    ]),
  );
  return compile(signature, (tensors) => {
    const all = Object.values(tensors);
    const y = sample.build(...all);
    if (sample.noGradient) return { y };
    const wanted = all.filter((x, i) => x.dtype === "float32" && !sample.fixed?.includes(i));
    const known = y.shape.every((dim) => typeof dim === "number");
    const weights = known && constant(ramp(y.shape));
    const derivatives = gradients(sum(weights ? mul(y, weights) : y), wanted);
    return { y, ...Object.fromEntries(derivatives.map((d, i) => [`d${i}`, d])) };
  });
}

function ramp(shape) {
  const size = shape.reduce((a, b) => a * b, 1);
  return { dtype: "float32", shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + 0.4)) };
}

async function run(runtime, program, feeds) {
  const executable = await runtime.load(program);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}

function largestDifference(a, b) {
  let largest = 0;
  for (const name of Object.keys(a)) {
    for (let i = 0; i < a[name].data.length; i++) {
      const difference = Math.abs(Number(a[name].data[i]) - Number(b[name].data[i]));
      largest = Number.isNaN(difference) ? Number.NaN : Math.max(largest, difference);
    }
  }
  return largest;
}

const fallen = (onCpu) => Object.entries(onCpu).map(([op, n]) => (n > 1 ? `${op} x${n}` : op));

await deviceRuntime(device);
let wrong = 0;
for (const [op, cases] of Object.entries({ ...samples, ...composites })) {
  for (const [name, sample] of Object.entries(cases)) {
    const reference = references[`${op}/${name}`];
    const inputs = reference.inputs.map(unpack);
    const feeds = Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]));
    const runtime = await deviceRuntime(device);
    let line;
    try {
      const program = programOf(sample, inputs);
      const difference = largestDifference(await run(nodeRuntime, program, feeds), await run(runtime, program, feeds));
      const { nodes, onCpu } = runtime.placement();
      const right = difference < 1e-4;
      if (!right) wrong += 1;
      line = `${right ? "ok   " : "WRONG"} ${difference.toExponential(1)}  ${nodes} nodes, on the CPU: ${fallen(onCpu).join(", ") || "none"}`;
    } catch (error) {
      wrong += 1;
      line = `FAILS ${error.message.replaceAll(/\s+/g, " ").slice(0, 160)}`;
    }
    console.log(`${`${op}/${name}`.padEnd(36)} ${line}`);
  }
}
console.log(wrong === 0 ? "all agree with the CPU" : `${wrong} do not agree with the CPU`);
await sources.close();
