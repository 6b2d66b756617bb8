// Finished runs: the list, a run's digest, its report part by part, its rows, its files.

import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { pageStyle } from "@w2s/report";
import { Hono } from "hono";
import type { Tails } from "../live/routes.js";
import { type DigestRow, digestFiles, type RowKey, rowKeys } from "./digest.js";
import type { Digest, Digests } from "./digests.js";
import { listedRun, listedRuns } from "./list.js";
import { missing, type RunPlaces } from "./places.js";

/** Rows of a page of the table. */
const pageRows = 100;

/** What a run's folder lets out, by how its name ends. */
const fileTypes: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".jsonl": "application/x-ndjson",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Everything below /api/runs that does not stream. */
export function runRoutes(places: RunPlaces, tails: Tails, digests: Digests): Hono {
  const app = new Hono();
  const digestOf = async (name: string): Promise<Digest> => {
    const digest = await digests.of(await places.folder(name));
    if (digest === null) throw missing(`run "${name}" has no results yet`);
    return digest;
  };

  app.get("/", async (c) => c.json(await listedRuns(places, tails, digests)));

  // As rules of what stands within the report: its markup comes from the same package.
  app.get("/report.css", (c) => {
    c.header("content-type", "text/css; charset=utf-8");
    return c.body(`.report{${pageStyle}}`);
  });

  app.get("/:run", async (c) => {
    const name = c.req.param("run");
    const folder = await places.folder(name);
    const listed = await listedRun(name, folder, tails, digests);
    if (listed === null) throw missing(`"${name}" is no folder of a run`);
    const digest = await digests.of(folder);
    const { summary = null, sections = null, error = null } = digest ?? {};
    const isMaking = digest !== null && sections === null && error === null;
    const figures = sections === null ? [] : await ownFigures(folder, digest!);
    return c.json({ ...listed, summary, sections, error, isMaking, figures });
  });

  app.get("/:run/sections/:id", async (c) => {
    const digest = await digestOf(c.req.param("run"));
    const id = c.req.param("id");
    if (!digest.sections?.some((section) => section.id === id)) throw missing(`no part "${id}"`);
    return c.html(await readFile(join(digest.folder, digestFiles.section(id)), "utf8"));
  });

  app.get("/:run/rows", async (c) => {
    const digest = await digestOf(c.req.param("run"));
    const found = await digests.rows(digest);
    if (found === null) {
      const isMaking = digest.error === null;
      throw missing(isMaking ? "the rows are not read yet" : "there are no rows to be read");
    }
    const wanted = rowKeys.flatMap((key) => {
      const value = c.req.query(key);
      return value ? [{ key, value }] : [];
    });
    const rows = found.rows.filter((row) => wanted.every(({ key, value }) => row[key] === value));
    const sorted = sortedRows(rows, c.req.query("by") ?? "");
    const from = Math.max(0, Number.parseInt(c.req.query("from") ?? "0", 10) || 0);
    return c.json({
      headers: found.headers,
      rows: sorted.slice(from, from + pageRows),
      from,
      pageRows,
      total: rows.length,
      options: optionsOf(found.rows),
    });
  });

  app.get("/:run/files/:name", async (c) => fileOf(c.req.param("run"), c.req.param("name")));
  app.get("/:run/figures/:name", async (c) =>
    fileOf(c.req.param("run"), "figures", c.req.param("name")),
  );
  const fileOf = async (run: string, ...path: string[]): Promise<Response> => {
    const file = await places.file(run, ...path);
    const type = fileTypes[extname(file)];
    if (type === undefined) throw missing(`run "${run}" gives no such file`);
    const headers = { "content-type": type };
    return new Response(Uint8Array.from(await readFile(file)), { headers });
  };
  return app;
}

/** Figures in the folder that the report has not drawn: the study's own, by name. */
async function ownFigures(folder: string, digest: Digest): Promise<string[]> {
  const names = await readdir(join(folder, "figures")).catch(() => []);
  const drawn = new Set<string>();
  for (const { id } of digest.sections ?? []) {
    const html = await readFile(join(digest.folder, digestFiles.section(id)), "utf8");
    for (const [, name] of html.matchAll(/id="figure-([\w-]+)"/g)) drawn.add(name!);
  }
  return names
    .flatMap((name) => /^([\w-]+)\.svg$/.exec(name)?.[1] ?? [])
    .filter((name) => !drawn.has(name))
    .sort();
}

/** By a number, the largest first; rows without one come last. Otherwise as they are. */
function sortedRows(rows: readonly DigestRow[], by: string): readonly DigestRow[] {
  const of: Readonly<Record<string, (row: DigestRow) => number | undefined>> = {
    pgr: ({ pgr }) => pgr?.value,
    "surest-pgr": ({ pgr }) => pgr?.low,
    student: ({ score }) => score.value,
    gain: ({ gain }) => gain.value,
    weak: ({ weak }) => weak,
    ceiling: ({ ceiling }) => ceiling,
  };
  const value = of[by];
  if (value === undefined) return rows;
  const least = Number.NEGATIVE_INFINITY;
  return rows.toSorted((a, b) => (value(b) ?? least) - (value(a) ?? least));
}

/** What each filter may be set to. */
function optionsOf(rows: readonly DigestRow[]): Record<RowKey, string[]> {
  const of = (key: RowKey) => [...new Set(rows.map((row) => row[key]))];
  return {
    task: of("task"),
    supervisor: of("supervisor"),
    student: of("student"),
    method: of("method"),
    labels: of("labels"),
  };
}
