// Digests of a studio's runs: looked for, made one at a time where they are missing, and read.

import { type ChildProcess, fork } from "node:child_process";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeFolder, packageFile } from "@w2s/base";
import { sha256 } from "@w2s/lab/engine";
import {
  type DigestRows,
  type DigestSections,
  type DigestSummary,
  digestFiles,
  digestVersion,
} from "./digest.js";

/** The compiled child. */
const child = packageFile("@w2s/studio", "dist/digest-child.js", import.meta.url);

/** A run's digest, as far as it is made. */
export interface Digest {
  readonly folder: string;
  readonly summary: DigestSummary | null;
  readonly sections: DigestSections["sections"] | null;
  /** Why there is none, in one line. */
  readonly error: string | null;
}

/** The digests below one folder. */
export class Digests {
  private readonly waiting: { run: string; out: string }[] = [];
  private working: { out: string; process: ChildProcess } | undefined;
  private isClosed = false;
  private rowsRead: { key: string; rows: DigestRows } | undefined;

  /** @param root where they are kept */
  constructor(private readonly root: string) {}

  /**
   * The digest of the run in a folder as it is now; one that is missing is asked for.
   * @returns null where the run has no results
   */
  async of(run: string): Promise<Digest | null> {
    const found = await stat(join(run, "results.json")).catch(() => undefined);
    if (found === undefined) return null;
    const record = await stat(join(run, "run.json")).catch(() => undefined);
    const facts = [digestVersion, run, found.size, found.mtimeMs, record?.mtimeMs];
    const name = `${sha256(run).slice(0, 16)}-${sha256(JSON.stringify(facts)).slice(0, 16)}`;
    const folder = join(this.root, name);
    const [summary, sections, fault] = await Promise.all([
      readJson<DigestSummary>(join(folder, digestFiles.summary)),
      readJson<DigestSections>(join(folder, digestFiles.sections)),
      readJson<{ error: string }>(join(folder, digestFiles.fault)),
    ]);
    if (sections === null && fault === null) this.ask(run, folder);
    return {
      folder,
      summary,
      sections: sections?.sections ?? null,
      error: fault?.error ?? null,
    };
  }

  /** The rows of a digest; those that were read last stay in memory. */
  async rows({ folder }: Digest): Promise<DigestRows | null> {
    if (this.rowsRead?.key === folder) return this.rowsRead.rows;
    const rows = await readJson<DigestRows>(join(folder, digestFiles.rows));
    if (rows !== null) this.rowsRead = { key: folder, rows };
    return rows;
  }

  /** Stops making any. */
  close(): void {
    this.isClosed = true;
    this.waiting.length = 0;
    this.working?.process.kill();
  }

  private ask(run: string, out: string): void {
    if (this.working?.out === out || this.waiting.some((one) => one.out === out)) return;
    this.waiting.push({ run, out });
    if (this.working === undefined) this.next();
  }

  private next(): void {
    const one = this.waiting.shift();
    if (one === undefined) return;
    const started = fork(child, [one.run, one.out], { stdio: "ignore", execArgv: [] });
    this.working = { out: one.out, process: started };
    const ended = (code: number | null) => {
      if (this.working?.process !== started || this.isClosed) return;
      this.working = undefined;
      const told = code === 0 ? Promise.resolve() : failed(one.out, code);
      void told.then(() => this.removeOlder(one.out)).finally(() => this.next());
    };
    started.once("error", () => ended(null)).once("exit", ended);
  }

  /** Digests of the same run with other results. */
  private async removeOlder(out: string): Promise<void> {
    const [run] = basename(out).split("-");
    for (const name of await readdir(this.root).catch(() => [])) {
      if (name === basename(out) || !name.startsWith(`${run}-`)) continue;
      await rm(join(this.root, name), { recursive: true, force: true });
    }
  }
}

/** Says that the child ended without a word, so that it is not started again and again. */
async function failed(out: string, code: number | null): Promise<void> {
  const why = code === null ? "was ended" : `ended with code ${code}`;
  const error = `the results cannot be read: what reads them ${why}; is there enough memory?`;
  await makeFolder(out);
  await writeFile(join(out, digestFiles.fault), JSON.stringify({ error }));
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return null;
  }
}
