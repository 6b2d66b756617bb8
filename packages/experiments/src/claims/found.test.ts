// Whether the rows that claims name are rows of their experiments: a name that finds nothing would
// read as "not run".

import { openStore, planStudy } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { experiments } from "../all.js";
import { nothingGiven } from "../experiment.js";
import { claimsPath, readClaims } from "./read.js";
import { cellNames, rowsOf } from "./rows.js";

const { claims } = readClaims(claimsPath, Object.keys(experiments));

describe.each(Object.values(experiments))("the rows of $name in the world", (experiment) => {
  const own = claims.filter(
    ({ check, scope }) => check?.study === experiment.name && scope.includes("world"),
  );

  it.skipIf(own.length === 0)(
    "are those that claims name",
    async () => {
      const { cells } = await planStudy(experiment.study(nothingGiven), {
        name: experiment.name,
        baseDir: ".",
        store: await openStore(scratchFolder("claims")),
        modelFolders: [],
        limit: 480,
        seeds: [0],
      });
      const rows = cells.map((cell) => ({ ...cell, ...cell.about }));
      for (const { id, check } of own) {
        const { rows: asked, minus, beside } = check!;
        const found = rowsOf(rows, asked);
        expect(found.length, id).toBeGreaterThan(0);
        const other = minus ?? beside;
        if (other === undefined) continue;
        const nameOf = cellNames(asked, other);
        const others = new Set(rowsOf(rows, other).map(nameOf));
        expect(others.size, `${id}, the rows compared with`).toBeGreaterThan(0);
        expect(
          found.some((row) => others.has(nameOf(row))),
          `${id}, a cell in common`,
        ).toBe(true);
      }
    },
    240_000,
  );
});
