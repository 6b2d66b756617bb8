// One full finetuning step, forward, backward and AdamW, against PyTorch: the work of
// finetune-encoder and finetune-decoder.

import { gradientProgram, nodeRuntime, StepTrainer } from "@w2s/grad";
import type { Bench, Context, Result } from "../bench.js";
import {
  batches,
  type FinetuneModel,
  type FinetuneWork,
  finetuneWork,
  learningRate,
  writeFinetuneWork,
} from "../data/finetune-work.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";
import { productsAlone, productsOf } from "../harness/products.js";
import { profile } from "../harness/profile.js";

const threads = 2;

interface PeerSteps {
  /** Of one step. */
  readonly seconds: number;
  readonly losses: readonly number[];
}

/** The bench of one model; `steps` are taken together in each of `rounds`. */
export function finetuneStep(
  about: Pick<Bench, "name" | "summary">,
  {
    model,
    rounds,
    steps,
  }: { readonly model: FinetuneModel; readonly rounds: number; readonly steps: number },
): Bench {
  return {
    ...about,
    requirement: "ratio at least 1, within 1.2 times the matrix products alone",
    async run(context) {
      const work = finetuneWork(model);
      const peer = await context.peer(
        "finetune_step",
        await writeFinetuneWork(context.folder, work),
      );
      const trainer = await StepTrainer.load(nodeRuntime, work.spec, work.weights, { threads });
      const losses: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
      const theirs = async (count: number) => {
        const answer = await peer.ask<PeerSteps>({ threads: count, steps });
        losses.peer.push(...answer.losses);
        return answer.seconds;
      };
      const ours = async () => {
        for (let i = 0; i < steps; i++)
          losses.ours.push((await trainer.step([work.batch], {}, learningRate)).loss);
      };
      const { best } = await fastest([2, 1], theirs);
      await ours();
      const runs = await context.interleave(
        rounds,
        () => timed(ours),
        () => theirs(best),
      );
      await trainer.release();
      await peer.close();
      const own = runs.ours.map(({ seconds }) => seconds / steps);
      context.say(`ours: ${allSeconds(own)} a step (threads: ${threads})`);
      context.say(
        `peer: ${allSeconds(runs.peer)} a step (threads: ${best}, the better of 1 and 2)`,
      );
      const agree = sayLosses(context, losses);
      const share = await sayProducts(context, work, Math.min(...own));
      return result(median(own), median(runs.peer), agree && share <= 1.2);
    },
  };
}

function result(ours: number, peer: number, otherwiseMet: boolean): Result {
  return { ours, peer, unit: "s", ratio: peer / ours, met: peer / ours >= 1 && otherwiseMet };
}

/**
 * Whether the losses of the first steps agree, which both sides take from the same weights on the
 * same batch.
 */
function sayLosses(
  { say }: Context,
  { ours, peer }: { readonly ours: readonly number[]; readonly peer: readonly number[] },
): boolean {
  const count = Math.min(ours.length, peer.length);
  const apart = Math.max(
    ...ours.slice(0, count).map((loss, i) => Math.abs(loss - peer[i]!) / Math.abs(peer[i]!)),
  );
  const shown = (losses: readonly number[]) =>
    losses
      .slice(0, 3)
      .map((loss) => loss.toFixed(5))
      .join(", ");
  say(
    `losses of the first steps: ours ${shown(ours)}, peer ${shown(peer)}; of ${count}, apart by ` +
      `at most ${apart.toExponential(1)}`,
  );
  return apart < 1e-3;
}

/** The step in units of what its matrix products cost alone, and where the rest goes. */
async function sayProducts(
  { say, folder }: Context,
  { model, spec, weights, batch }: FinetuneWork,
  step: number,
): Promise<number> {
  const program = gradientProgram(spec);
  const { texts, tokens } = batches[model];
  const alone = await productsAlone(productsOf(program, { batch: texts, seq: tokens }), threads);
  const { kernels, total, products } = await profile(
    program,
    { ...weights, ...batch },
    folder,
    threads,
  );
  const share = step / alone.seconds;
  const speed = alone.operations / alone.seconds / 1e9;
  say(
    `matrix products: ${digits(alone.operations / 1e9, 3)} GFLOP, alone ` +
      `${digits(alone.seconds, 3)} s (${digits(speed, 3)} GFLOP/s); ` +
      `a whole step takes ${digits(share, 3)} times that (at most 1.2)`,
  );
  const rest = [...kernels].filter(([kind]) => !/MatMul|Gemm/.test(kind)).slice(0, 6);
  const percent = (seconds: number) => `${digits((100 * seconds) / total, 2)}%`;
  say(
    `profile of the gradient program (a run of its own, ${digits(total, 3)} s): products ` +
      `${percent(products)}, ` +
      rest.map(([kind, seconds]) => `${kind} ${percent(seconds)}`).join(", "),
  );
  return share;
}
