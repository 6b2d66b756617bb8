// A store in a bucket: the same files under the same names as in a folder. Nothing is renamed in a
// bucket; a step is there when its step.json is, which is written last and once. What is read or
// written lies in a folder of this machine too, so that it is fetched once.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { openStore, type Store, type StoreOptions } from "@w2s/lab";
import {
  cacheFolder,
  checkedBytes,
  DamagedStep,
  type DamagedSteps,
  type JsonValue,
  markerFault,
  markerFile,
  markerText,
  parseStepFile,
  type Records,
  type StepEntry,
  type StepIdentity,
  type StepResult,
  type StoreCheck,
  type StoredFile,
  type StoredStep,
  type StoreEntry,
  StoreError,
  sha256,
  stepFiles,
  stepName,
} from "@w2s/lab/engine";
import { isMissing } from "./bucket-error.js";
import { inParallel } from "./in-parallel.js";
import { appear, finishIntents } from "./intents.js";
import { type ListedStep, listedBelow, listedSteps, stepPath } from "./listing.js";
import { LocalCache } from "./local-cache.js";
import { type BucketPlace, bucketPlace, cacheBytes, endpointOf } from "./location.js";
import { type Notes, Objects, type SmallObject, s3Client } from "./objects.js";
import { bucketRecords, sweepRecords } from "./records.js";

/** How a bucket is opened as a store. */
export interface BucketOptions extends StoreOptions {
  /**
   * What is read of the environment: W2S_S3_ENDPOINT, AWS_REGION, W2S_BUCKET_CACHE (a folder) and
   * W2S_BUCKET_CACHE_SIZE. Default: the process's own. Credentials are the client's to find.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Times that a request is made before it fails, 1 to 20. Default 10, about half a minute. */
  readonly attempts?: number;
  /**
   * Milliseconds without a byte after which a request counts as failed. Default 20 s, and while the
   * store is opened 10 s at most.
   */
  readonly silenceMs?: number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A step that is used is marked so in the bucket when its mark is this old: four times a day. */
const markAfterMs = 6 * hourMs;

/** Of this machine's copies: what lies in the bucket is everybody's, and not what fills a disk. */
const copiesAdvice = {
  room: "these are this machine's copies of a bucket, which W2S_BUCKET_CACHE_SIZE limits",
  elsewhere: "or name another folder for them with W2S_BUCKET_CACHE",
};

/**
 * Opens the store at `s3://bucket/prefix`.
 * @throws InputError for a place that is none, a bucket that is not there, or a place that holds
 * other things. @throws StoreError when it cannot be reached or may not be read.
 */
export async function openBucketStore(
  text: string,
  options: BucketOptions = {},
): Promise<BucketStore> {
  const { env = process.env, attempts = 10, silenceMs = 20_000 } = options;
  const place = bucketPlace(text);
  const client = {
    endpoint: endpointOf(env),
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
  };
  const limit = cacheBytes(env);
  // Whoever names a bucket that does not answer is not kept waiting.
  const soon = { attempts: Math.min(attempts, 3), silenceMs: Math.min(silenceMs, 10_000) };
  await assertUsable(new Objects(s3Client({ ...client, ...soon }), place), place);
  const root = env.W2S_BUCKET_CACHE || join(cacheFolder(env), "w2s", "buckets");
  const own = sha256(`${client.endpoint ?? ""} ${place.text}`).slice(0, 12);
  const folder = await openStore(join(root, `${place.bucket}-${own}`), {
    durable: false,
    advice: copiesAdvice,
  });
  const objects = new Objects(s3Client({ ...client, attempts, silenceMs }), place);
  const store = new BucketStore(place.text, objects, new LocalCache(folder, limit), options);
  if (!options.readOnly) await store.sweep();
  return store;
}

/**
 * Reads the marker; without one the place must be empty. Another machine may begin there meanwhile,
 * which writes its marker first: what has appeared is asked for it again.
 */
async function assertUsable(objects: Objects, place: BucketPlace): Promise<void> {
  const isMarked = async () => {
    const marker = await objects.get(markerFile);
    if (marker === undefined) return false;
    const fault = markerFault(new TextDecoder().decode(marker.bytes));
    if (fault === undefined) return true;
    await objects.some(); // Where the answer is a web page, this says so.
    throw new InputError(
      `store ${place.text}: ${fault}, or name another store with --store or W2S_STORE`,
    );
  };
  if (await isMarked()) return;
  const names = await objects.some();
  if (names.length === 0 || (await isMarked())) return;
  throw new InputError(
    `store ${place.text}: must be a store or empty, got a place with ` +
      `${names.slice(0, 3).join(", ")} in it; nothing was touched; name a prefix of its own`,
  );
}

/** A bucket as a store; what its methods do is said where `Store` declares them. */
export class BucketStore implements Store {
  private isMarked = false;
  /** A bucket that takes no marks is not asked to until then: reading goes on without. */
  private markAgainMs = 0;

  /** Use `openBucketStore`. */
  constructor(
    readonly place: string,
    private readonly objects: Objects,
    private readonly cache: LocalCache,
    private readonly options: StoreOptions,
  ) {}

  get dir(): string {
    return this.cache.store.dir;
  }

  async has(name: string): Promise<boolean> {
    return this.objects.has(`${stepPath(name)}/step.json`);
  }

  /** The first names are asked for one by one; when there are more, all are listed at once. */
  glance(): Pick<Store, "has"> {
    const fewer = 100;
    let asked = 0;
    let listed: Promise<ReadonlySet<string>> | undefined;
    return {
      has: async (name) => {
        if (++asked > fewer) listed ??= this.names().then((names) => new Set(names));
        return listed === undefined ? this.has(name) : (await listed).has(name);
      },
    };
  }

  async read(name: string): Promise<StepResult | undefined> {
    // Another process may make room in the folder between the two.
    for (let left = 5; left > 0; left--) {
      const markedMs = await this.cache.markedAt(name);
      const kept = markedMs === undefined ? undefined : await this.cache.read(name);
      if (kept !== undefined) {
        await this.markUsed(name, markedMs!);
        return kept;
      }
      const fetched = await this.fetch(name);
      if (fetched !== "kept") return fetched;
    }
    throw new StoreError(
      `store ${this.place}: its folder on this machine, ${this.dir}, is emptied faster than it ` +
        "can be read; raise W2S_BUCKET_CACHE_SIZE",
    );
  }

  async write(step: StepIdentity, result: StepResult, durationMs = 0): Promise<string> {
    const [name] = await this.writeAll([{ step, result, durationMs }]);
    return name!;
  }

  async writeAll(entries: readonly StepEntry[]): Promise<string[]> {
    await this.mark();
    const names = entries.map(({ step }) => stepName(step));
    const there = await inParallel(names, (name) => this.has(name));
    const fresh = entries.filter((_, i) => !there[i]);
    let bytes = 0;
    await this.cache.store.stage(fresh, async (staged) => {
      await inParallel(staged, (stored) => this.sendParts(stored));
      await this.appear(staged);
      bytes = staged.flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes, 0);
    });
    const markedMs = this.objects.now();
    for (const { step } of fresh) await this.cache.noteMark(stepName(step), markedMs);
    await this.cache.grown(bytes);
    return names;
  }

  async open(name: string): Promise<StoredStep | undefined> {
    const found = await this.opened(name);
    if (found === undefined) return undefined;
    const timing = await this.objects.get(`${stepPath(name)}/timing.json`);
    if (timing === undefined) return found;
    const parts = found.files.toSpliced(-1, 0, inMemory("timing.json", timing.bytes));
    return { name, step: found.step, files: parts };
  }

  async receive(stored: StoredStep): Promise<void> {
    await this.mark();
    if (await this.has(stored.name)) return;
    await this.sendParts(stored);
    await this.appear([stored]);
  }

  async isThere(): Promise<boolean> {
    return (await this.objects.get(markerFile)) !== undefined;
  }

  async assertWritable(): Promise<void> {
    await this.mark();
    const name = `tmp/${randomUUID()}`;
    await this.objects.putText(name, "may it be written?");
    await this.objects.remove(name);
  }

  async remove(name: string): Promise<void> {
    this.refuseWhenReadOnly();
    await this.removeObjects(name);
    await this.cache.store.remove(name);
  }

  records(): Records {
    return bucketRecords(this.objects);
  }

  /** What writers of any machine had begun to let appear; what this machine's left here. */
  async sweep(): Promise<void> {
    await finishIntents(this.objects, (name) =>
      this.options.onDamage?.(
        `store ${this.place}: ${name} is damaged; set aside, its steps to be computed again`,
      ),
    );
    await this.cache.store.sweep();
  }

  scratchFolder(name: string): string {
    return this.cache.store.scratchFolder(name);
  }

  removeScratch(name: string): Promise<void> {
    return this.cache.store.removeScratch(name);
  }

  async names(): Promise<string[]> {
    return (await this.listed()).map(({ name }) => name);
  }

  async list(): Promise<StoreEntry[]> {
    const entries = await inParallel(await this.listed(), async ({ name, bytes, usedAt }) => {
      const kind = await this.kindOf(name);
      if (kind === undefined) return undefined;
      return { name, kind, bytes, usedAt, durationMs: null };
    });
    return entries.filter((entry) => entry !== undefined);
  }

  /** What was set aside, and half-written steps and uploads that are a day old. */
  async damaged(before = Number.POSITIVE_INFINITY): Promise<DamagedSteps> {
    const begunBefore = Math.min(before, this.objects.now() - dayMs);
    const halves = (await listedSteps(this.objects)).filter(
      ({ isWhole, newest }) => !isWhole && newest.getTime() < begunBefore,
    );
    const aside = (await listedBelow(this.objects, "damaged/")).filter(
      ({ folder }) => Number(folder.split("-").at(-1)) < before,
    );
    const uploads = await this.objects.unfinished(begunBefore);
    return {
      names: [
        ...halves.map(({ name }) => stepPath(name)),
        ...aside.map(({ folder }) => folder),
        ...uploads.map(({ id, name }) => `${uploadMark}${id} ${name}`),
      ],
      bytes: [...halves, ...aside].reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  async removeDamaged({ names }: DamagedSteps): Promise<void> {
    this.refuseWhenReadOnly();
    await sweepRecords(this.objects);
    await inParallel(names, async (name) => {
      if (name.startsWith(uploadMark)) {
        const [id, ...rest] = name.slice(uploadMark.length).split(" ");
        return this.objects.abandon(rest.join(" "), id!);
      }
      for await (const page of this.objects.list(`${name}/`))
        await inParallel(page, (object) => this.objects.remove(object.name), 4);
    });
  }

  async size(): Promise<{ readonly steps: number; readonly bytes: number }> {
    const steps = await this.listed();
    return { steps: steps.length, bytes: steps.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async verify(): Promise<StoreCheck> {
    const names = await this.names();
    const reasons = await inParallel(names, async (name) => {
      const sound = await this.sound(name, async () => {
        const { step, files } = (await this.opened(name)) ?? { step: undefined, files: [] };
        for (const file of files) for await (const _ of checkedBytes(step!, file));
      });
      return sound.ok ? [] : [{ name, reason: sound.reason }];
    });
    return { checked: names.length, damaged: reasons.flat() };
  }

  /**
   * Brings a step from the bucket to this machine; undefined when it is not there, or is damaged.
   * One without arrays is in memory already.
   */
  private async fetch(name: string): Promise<StepResult | "kept" | undefined> {
    const fetched = await this.sound(name, async () => {
      const stored = await this.opened(name, factsBeside);
      if (stored === undefined) return undefined;
      await this.cache.receive(stored);
      await this.cache.noteMark(name, stored.markedMs);
      await this.markUsed(name, stored.markedMs);
      if (stored.step.files["arrays.safetensors"]) return "kept" as const;
      const facts = await textOf(stored.files.find((file) => file.name === "facts.json")!);
      return { facts: JSON.parse(facts) as JsonValue, arrays: {} };
    });
    return fetched.ok ? fetched.value : undefined;
  }

  /**
   * The step without its timing, and when it was last marked as used.
   * @param known facts that need not be asked for
   */
  private async opened(
    name: string,
    known: (manifest: SmallObject) => Uint8Array | undefined = () => undefined,
  ): Promise<(StoredStep & { readonly markedMs: number }) | undefined> {
    const path = stepPath(name);
    const manifest = await this.objects.get(`${path}/step.json`);
    if (manifest === undefined) return undefined;
    const step = parseStepFile(new TextDecoder().decode(manifest.bytes), name);
    const facts = known(manifest) ?? (await this.objects.get(`${path}/facts.json`))?.bytes;
    if (facts === undefined) throw new DamagedStep("facts.json is missing");
    const arrays = step.files["arrays.safetensors"];
    const files = [
      ...(arrays ? [this.streamed(`${path}/arrays.safetensors`, arrays.bytes)] : []),
      inMemory("facts.json", facts),
      inMemory("step.json", manifest.bytes),
    ];
    return { name, step, files, markedMs: manifest.modifiedAt.getTime() };
  }

  private streamed(path: string, bytes: number): StoredFile {
    const { objects } = this;
    const name = path.slice(path.lastIndexOf("/") + 1);
    return {
      name,
      bytes,
      async *read() {
        try {
          yield* objects.stream(path);
        } catch (error) {
          throw isMissing(error) ? new DamagedStep(`${name} is missing`, { cause: error }) : error;
        }
      },
    };
  }

  private async sendParts({ name, step, files }: StoredStep): Promise<void> {
    for (const file of files) {
      if (file.name === "step.json") continue;
      const path = `${stepPath(name)}/${file.name}`;
      await this.objects.put(path, file.bytes, () => checkedBytes(step, file));
    }
  }

  /** Now the steps are there, unless another writer was faster: its bytes are the same. */
  private async appear(steps: readonly StoredStep[]): Promise<void> {
    const manifests: Record<string, string> = {};
    const notes: Record<string, Notes> = {};
    for (const { name, files } of steps) {
      manifests[name] = await textOf(files.at(-1)!);
      notes[name] = await notesOf(files);
    }
    await appear(this.objects, manifests, notes);
  }

  /** Steps that are there, by the names of their objects. */
  private async listed(): Promise<ListedStep[]> {
    return (await listedSteps(this.objects)).filter(({ isWhole }) => isWhole);
  }

  /** A step's kind, from this machine's copy where there is one; undefined for a damaged one. */
  private async kindOf(name: string): Promise<string | undefined> {
    const kept = await this.cache.store.open(name).catch(() => undefined);
    if (kept !== undefined) return kept.step.kind;
    const text = await this.objects.get(`${stepPath(name)}/step.json`);
    try {
      return text && parseStepFile(new TextDecoder().decode(text.bytes), name).kind;
    } catch (error) {
      if (error instanceof DamagedStep) return undefined;
      throw error;
    }
  }

  /** Looks at a step. A damaged one is reported and set aside. */
  private async sound<T>(name: string, look: () => Promise<T>): Promise<Look<T>> {
    try {
      return { ok: true, value: await look() };
    } catch (error) {
      if (!(error instanceof DamagedStep)) throw error;
      await this.setAside(name);
      this.options.onDamage?.(
        `store ${this.place}: step ${name.slice(0, 12)} is damaged, ${error.message}; set aside, ` +
          "to be computed again",
      );
      return { ok: false, reason: error.message };
    }
  }

  /** Copies a damaged step to `damaged/`, for people to look at, and takes it out of its place. */
  private async setAside(name: string): Promise<void> {
    if (this.options.readOnly) return;
    const aside = `damaged/${name}-${this.objects.now()}`;
    await inParallel(stepFiles, (file) =>
      this.objects.copy(`${stepPath(name)}/${file}`, `${aside}/${file}`).catch(() => undefined),
    );
    await this.removeObjects(name);
  }

  /** The step is gone with its step.json; what is left of it until then is half a step. */
  private async removeObjects(name: string): Promise<void> {
    const [manifest, ...others] = stepFiles.toReversed();
    await this.objects.remove(`${stepPath(name)}/${manifest}`);
    await inParallel(others, (file) => this.objects.remove(`${stepPath(name)}/${file}`));
  }

  /**
   * A step's last use is when its step.json was written: it is copied onto itself when that is too
   * long ago.
   * @param markedMs when it was, as far as is known here
   */
  private async markUsed(name: string, markedMs: number): Promise<void> {
    const now = this.objects.now();
    if (this.options.readOnly || now - markedMs < markAfterMs || now < this.markAgainMs) return;
    const manifest = `${stepPath(name)}/step.json`;
    try {
      await this.objects.copy(manifest, manifest);
      await this.cache.noteMark(name, now);
    } catch {
      this.markAgainMs = now + hourMs;
    }
  }

  private async mark(): Promise<void> {
    this.refuseWhenReadOnly();
    if (!this.isMarked) await this.objects.putNew(markerFile, markerText);
    this.isMarked = true;
  }

  private refuseWhenReadOnly(): void {
    if (this.options.readOnly)
      throw new StoreError(`store ${this.place}: was opened only to be read`);
  }
}

type Look<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Names an upload among what `damaged` found. */
const uploadMark = "upload ";

/** Facts up to so many bytes stand beside step.json too, so that a small step is one request. */
const mostBeside = 1200;

async function notesOf(files: readonly StoredFile[]): Promise<Notes> {
  const file = files.find(({ name }) => name === "facts.json");
  if (file === undefined || file.bytes > mostBeside) return {};
  return { facts: Buffer.from(await textOf(file)).toString("base64") };
}

function factsBeside({ notes }: SmallObject): Uint8Array | undefined {
  return notes.facts === undefined ? undefined : Buffer.from(notes.facts, "base64");
}

async function textOf(file: StoredFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function inMemory(name: string, bytes: Uint8Array): StoredFile {
  return {
    name,
    bytes: bytes.length,
    async *read() {
      yield bytes;
    },
  };
}
