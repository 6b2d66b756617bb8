// Bootstrapping: labels climb a chain of models, each a little stronger than the one that labels
// for it. Source: Burns et al. 2023, section 4.3.1, who had three rounds in chess, with fresh
// examples in each.

import { InputError } from "@w2s/base";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { type MethodContext, program } from "./program.js";
import { anyMethod, aStudent } from "./program-options.js";

const schema = z.strictObject({
  /** Intermediate students, the first one taught by the supervisor; at least one. */
  through: z.array(aStudent()).min(1),
  /** How every link, and the student, learns; default naive(). */
  by: anyMethod().default(() => naive()),
  /** Whether each link has examples of its own, in disjoint parts; default true (the paper's). */
  fresh: z.boolean().default(true),
  /** Whether links must not get smaller on the way to the student; default true. */
  ordered: z.boolean().default(true),
});
/** Options of `bootstrapping`. */
export type BootstrappingOptions = z.input<typeof schema>;

/**
 * The supervisor's labels teach the first link, whose labels teach the next, up to the student.
 * @throws InputError when a study is planned: for links not ordered by parameters, unless `ordered`
 * is false, and for a part of fewer than 16 examples
 */
export const bootstrapping = methodKind(
  "bootstrapping",
  schema,
  ({ through, by, fresh, ordered }) =>
    program("bootstrapping", { through, by, fresh, ordered }, (context) => {
      if (ordered) checkOrder(through, context);
      const { student, labels, parts, fit, label } = context;
      const rows = parts(fresh ? through.length + 1 : 1);
      const said = through.reduce(
        (before, link, i) => label(fit(link, before.on(rows.at(i)), by), rows.after(i)),
        labels,
      );
      return fit(student, said.on(rows.last), by);
    }),
  { through: "student", by: "method" },
);

function checkOrder(
  through: BootstrappingOptions["through"],
  { student, parameters }: MethodContext,
): void {
  const sized = [...through, student].flatMap((link) => {
    const size = parameters(link);
    return size === null ? [] : [{ name: link.label, size }];
  });
  for (const [i, { name, size }] of sized.slice(1).entries()) {
    const before = sized[i]!;
    if (size >= before.size) continue;
    throw new InputError(
      `bootstrapping: links must not get smaller, got ${before.name} (${before.size} parameters) ` +
        `before ${name} (${size}); order them, or say ordered: false`,
    );
  }
}
