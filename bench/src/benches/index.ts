// All benches, in the order that --list shows.

import type { Bench } from "../bench.js";
import { accumulate } from "./accumulate.js";
import { bootstrap } from "./bootstrap.js";
import { claims } from "./claims.js";
import { compileBench } from "./compile.js";
import { demo } from "./demo.js";
import { features } from "./features.js";
import { figure24 } from "./figure-24.js";
import { figure25 } from "./figure-25.js";
import { finetuneDecoder } from "./finetune-decoder.js";
import { finetuneEncoder } from "./finetune-encoder.js";
import { finetuneMany } from "./finetune-many.js";
import { finetuneMemory } from "./finetune-memory.js";
import { finetuneText } from "./finetune-text.js";
import { finetuneTop } from "./finetune-top.js";
import { generateBench } from "./generate.js";
import { load } from "./load.js";
import { loadModel } from "./load-model.js";
import { logisticSweep } from "./logistic-sweep.js";
import { loraBench } from "./lora.js";
import { methodProgram } from "./method-program.js";
import { plan10k } from "./plan-10k.js";
import { playgroundBench } from "./playground.js";
import { pretrainBench } from "./pretrain.js";
import { probe } from "./probe.js";
import { probes64 } from "./probes-64.js";
import { probes64Batched } from "./probes-64-batched.js";
import { probes256Memory } from "./probes-256-memory.js";
import { protocols } from "./protocols.js";
import { queue } from "./queue.js";
import { report10k } from "./report-10k.js";
import { rerunEvidence } from "./rerun-evidence.js";
import { score } from "./score.js";
import { storeS3 } from "./store-s3.js";
import { studioBench } from "./studio.js";
import { tokenize } from "./tokenize.js";
import { workers } from "./workers.js";

export const benches: readonly Bench[] = [
  probe,
  probes64,
  probes64Batched,
  probes256Memory,
  logisticSweep,
  figure24,
  figure25,
  features,
  load,
  loadModel,
  loraBench,
  score,
  generateBench,
  demo,
  rerunEvidence,
  report10k,
  finetuneEncoder,
  finetuneDecoder,
  finetuneMemory,
  accumulate,
  compileBench,
  finetuneText,
  finetuneTop,
  pretrainBench,
  finetuneMany,
  methodProgram,
  plan10k,
  storeS3,
  protocols,
  tokenize,
  workers,
  queue,
  claims,
  bootstrap,
  studioBench,
  playgroundBench,
];
