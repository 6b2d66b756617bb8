// @w2s/cluster: executors beyond one process. A study, its results and its bytes are the same under
// all of them.

export { RunError } from "./errors.js";
export { type Order, type OrderAbout, orderName, orderOf, orderSchema } from "./order.js";
export { assertQueueAddress, openQueueServer } from "./queue/connection.js";
export { type QueueOptions, queueExecutor } from "./queue/executor.js";
export type { QueueServer } from "./queue/server.js";
export { type WorkOptions, work } from "./queue/work.js";
export type { RunnerCommand } from "./runner/runner.js";
export { type Planned, type Planner, serveRunner } from "./runner/serve.js";
export { Seal } from "./seal.js";
export { type SlurmOptions, slurmExecutor } from "./slurm/executor.js";
export { earlierOrder, type ScriptOptions, writeScripts } from "./slurm/scripts.js";
export { runTask, type TaskOptions } from "./slurm/task.js";
export { type StatusWords, statusLines, statusWords } from "./status/lines.js";
export { readStatus, type Status, statusSchema } from "./status/status.js";
export { type WorkersOptions, workersExecutor } from "./workers/executor.js";
