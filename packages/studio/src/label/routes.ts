// Where people label: everything below /api/label.

import { Hono } from "hono";

/** What the labelling half knows of the studio that it stands in. */
export interface LabelContext {
  /** The folder that the studio serves: tasks are read and people's labels written below it. */
  readonly folder: string;
}

/** The routes below /api/label. */
export function labelRoutes(_context: LabelContext): Hono {
  return new Hono();
}
