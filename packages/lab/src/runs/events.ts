// events.jsonl: what a run tells while it goes, an object a line, so that any process can follow.

import * as z from "zod";

/** Its name beside results.json. */
export const eventsFile = "events.jsonl";

const work = {
  kind: z.string(),
  label: z.string(),
  /** What `done` and `total` count. */
  unit: z.string(),
  total: z.number(),
  /** Steps of the plan that it does. */
  steps: z.number().optional(),
};
/** When it was told, in milliseconds since the epoch. */
const at = z.number();

/** A line of events.jsonl, by its `event`; the fields are those of a `Reporter`. */
export const runEventSchema = z.discriminatedUnion("event", [
  /** The first line: which process runs what. */
  z.object({
    event: z.literal("run"),
    at,
    format: z.literal(1),
    study: z.string(),
    pid: z.number(),
    host: z.string(),
  }),
  z.object({
    event: z.literal("plan"),
    at,
    study: z.string(),
    trials: z.number(),
    steps: z.number(),
    cached: z.number(),
    toRun: z.number(),
    estimateMs: z.number().nullable(),
    work: z.array(z.object({ kind: z.string(), label: z.string(), steps: z.number() })),
  }),
  z.object({ event: z.literal("begin"), at, ...work }),
  z.object({
    event: z.literal("progress"),
    at,
    kind: z.string(),
    label: z.string(),
    done: z.number(),
    total: z.number(),
    loss: z.number().optional(),
  }),
  z.object({ event: z.literal("end"), at, ...work, durationMs: z.number() }),
  z.object({ event: z.literal("warning"), at, message: z.string() }),
  /** The last line, where the process came to its end. */
  z.object({
    event: z.literal("ended"),
    at,
    how: z.enum(["finished", "interrupted", "failed"]),
    /** Why, in one line. */
    message: z.string().optional(),
  }),
]);
/** What a run tells while it goes. */
export type RunEvent = z.infer<typeof runEventSchema>;

/** One line as its event; null for one that is half written, or of another version. */
export function readEvent(line: string): RunEvent | null {
  try {
    const read = runEventSchema.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
