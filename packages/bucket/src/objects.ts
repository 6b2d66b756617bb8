// The objects of one place in a bucket, by the official client: what a store asks of it, and no
// more. Names are relative to the place.

import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type MultipartUpload,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { askingAgain } from "./asking-again.js";
import { askedFor, bucketFailure, isBroken, isMissing, isTaken } from "./bucket-error.js";
import type { BucketPlace } from "./location.js";

/** An object as a listing shows it. */
export interface ObjectEntry {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** An object in memory. */
export interface SmallObject {
  readonly bytes: Uint8Array;
  readonly modifiedAt: Date;
  /** What its writer said beside it. */
  readonly notes: Notes;
}

/** Words beside an object, in ASCII; 2 kB at most. */
export type Notes = Readonly<Record<string, string>>;

/** Bytes from which an object is sent in several parts, and the least size of a part. */
const partBytes = 16 * 2 ** 20;
/** A multipart upload has at most 10,000 parts. */
const mostParts = 9_000;

/** How the client asks. */
export interface ClientOptions {
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  /** Times that a request is made before it fails; asking-again.ts has the waits between them. */
  readonly attempts: number;
  /** Milliseconds without a byte after which a request counts as failed. */
  readonly silenceMs: number;
}

/** The client. Credentials come from the environment or its provider chain, and stay there. */
export function s3Client({ endpoint, region, attempts, silenceMs }: ClientOptions): S3Client {
  // Said to whoever writes programs: package.json holds the client at a version for this Node.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const known = region ?? (endpoint === undefined ? undefined : "us-east-1");
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(known === undefined ? {} : { region: known }),
    maxAttempts: attempts,
    retryStrategy: askingAgain(attempts),
    cacheMiddleware: true,
    requestHandler: {
      connectionTimeout: 5_000,
      socketTimeout: silenceMs,
      httpAgent: { maxSockets: 64 },
      httpsAgent: { maxSockets: 64 },
    },
  });
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (given) =>
        next(given).catch((error: unknown) => {
          throw askedFor(commandName.replace(/Command$/, ""), error);
        }),
    { step: "initialize" },
  );
  return client;
}

/** @throws StoreError, or InputError where the bucket is not there, for whatever it refuses. */
export class Objects {
  constructor(
    private readonly client: S3Client,
    private readonly place: BucketPlace,
  ) {}

  /** Whether the object is there. */
  async has(name: string): Promise<boolean> {
    return this.asked(async () => {
      await this.client.send(new HeadObjectCommand(this.at(name)));
      return true;
    }).catch(missingIs(false));
  }

  /** An object that fits in memory; undefined when it is not there. */
  async get(name: string): Promise<SmallObject | undefined> {
    return this.asked(async () => {
      const {
        Body,
        LastModified: modifiedAt = new Date(0),
        Metadata: notes = {},
      } = await this.client.send(new GetObjectCommand(this.at(name)));
      return { bytes: await Body!.transformToByteArray(), modifiedAt, notes };
    }).catch(missingIs(undefined));
  }

  /** An object piece by piece; where the connection breaks it goes on from there. */
  async *stream(name: string): AsyncGenerator<Uint8Array> {
    let [at, etag, failures] = [0, undefined as string | undefined, 0];
    while (true) {
      try {
        const from = at === 0 ? {} : { Range: `bytes=${at}-`, IfMatch: etag };
        const got = await this.asked(() =>
          this.client.send(new GetObjectCommand({ ...this.at(name), ...from })),
        );
        etag = got.ETag;
        for await (const piece of got.Body as AsyncIterable<Uint8Array>) {
          at += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        if (!isBroken(error) || ++failures > 5) throw bucketFailure(this.place.text, error);
      }
    }
  }

  /** Writes an object whole, in parts where it is large. */
  async put(name: string, bytes: number, read: () => AsyncIterable<Uint8Array>): Promise<void> {
    await this.asked(async () => {
      if (bytes <= partBytes) {
        const pieces: Uint8Array[] = [];
        for await (const piece of read()) pieces.push(piece);
        const Body = Buffer.concat(pieces);
        await this.client.send(new PutObjectCommand({ ...this.at(name), Body }));
        return;
      }
      const upload = new Upload({
        client: this.client,
        params: { ...this.at(name), Body: Readable.from(read(), { objectMode: false }) },
        partSize: Math.max(partBytes, Math.ceil(bytes / mostParts)),
        queueSize: 4,
      });
      await upload.done();
    });
  }

  /** Writes a small object, in the place of another or of none. */
  async putText(name: string, text: string): Promise<void> {
    await this.asked(() =>
      this.client.send(new PutObjectCommand({ ...this.at(name), Body: text })),
    );
  }

  /**
   * Writes a small object unless there is one: of several who try, one hears true, and whatever is
   * heard, there is one then. The client asks again when an answer is lost; that the object is its
   * own then, the object itself tells. A refusal where there is none says only that another wrote
   * or removed at the same moment (409 ConditionalRequestConflict), and is asked again.
   */
  async putNew(name: string, text: string, notes: Notes = {}): Promise<boolean> {
    const call = randomUUID();
    const command = new PutObjectCommand({
      ...this.at(name),
      Body: text,
      IfNoneMatch: "*",
      Metadata: { ...notes, call },
    });
    const most = await this.client.config.maxAttempts();
    for (let tries = 1; ; tries++) {
      if (await this.isMade(command, tries < most)) return true;
      const there = await this.callOf(name);
      if (there !== undefined) return there === call;
      await setTimeout(Math.min(2_000, 25 * 2 ** tries) * (0.5 + Math.random() / 2));
    }
  }

  /** False where another was faster, or may have been; thrown where that is no answer any more. */
  private async isMade(command: PutObjectCommand, mayBeTaken: boolean): Promise<boolean> {
    return this.asked(async () => {
      try {
        await this.client.send(command);
        return true;
      } catch (error) {
        if (mayBeTaken && isTaken(error)) return false;
        throw error;
      }
    });
  }

  /** The call of `putNew` that made an object; "" for one made otherwise, undefined for none. */
  private async callOf(name: string): Promise<string | undefined> {
    return this.asked(async () => {
      const { Metadata } = await this.client.send(new HeadObjectCommand(this.at(name)));
      return Metadata?.call ?? "";
    }).catch(missingIs(undefined));
  }

  /** Copies an object within the bucket; one that is not there is no fault. */
  async copy(from: string, to: string): Promise<void> {
    const source = `${this.place.bucket}/${this.place.prefix}${from}`;
    const CopySource = source.split("/").map(encodeURIComponent).join("/");
    await this.asked(async () => {
      const { Metadata } = await this.client.send(new HeadObjectCommand(this.at(from)));
      // A copy onto itself must replace something.
      const told = { Metadata, MetadataDirective: "REPLACE" as const };
      await this.client.send(new CopyObjectCommand({ ...this.at(to), CopySource, ...told }));
    }).catch(missingIs(undefined));
  }

  /** Removes an object; one that is not there is no fault. */
  async remove(name: string): Promise<void> {
    await this.asked(() => this.client.send(new DeleteObjectCommand(this.at(name))));
  }

  /** All objects whose name begins so, in the order of their names, a page at a time. */
  async *list(start: string): AsyncGenerator<readonly ObjectEntry[]> {
    const all = { Bucket: this.place.bucket, Prefix: `${this.place.prefix}${start}` };
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ ...all, ContinuationToken });
      const page = await this.listing(() => this.client.send(command));
      yield (page.Contents ?? []).map(({ Key = "", Size = 0, LastModified = new Date(0) }) => ({
        name: Key.slice(this.place.prefix.length),
        bytes: Size,
        modifiedAt: LastModified,
      }));
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
  }

  /** Some objects of the place, to see what it is. */
  async some(): Promise<string[]> {
    const { Contents = [] } = await this.listing(() =>
      this.client.send(
        new ListObjectsV2Command({
          Bucket: this.place.bucket,
          Prefix: this.place.prefix,
          MaxKeys: 4,
        }),
      ),
    );
    return Contents.map(({ Key = "" }) => Key.slice(this.place.prefix.length));
  }

  /** Uploads in parts that were begun before a time (ms since the epoch) and never ended. */
  async unfinished(before: number): Promise<{ readonly name: string; readonly id: string }[]> {
    const all: MultipartUpload[] = [];
    let from: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
    while (from !== undefined) {
      const { bucket: Bucket, prefix: Prefix } = this.place;
      const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
        ...{ Bucket, Prefix, ...from },
      });
      const page: ListMultipartUploadsCommandOutput = await this.asked(() =>
        this.client.send(command),
      );
      all.push(...(page.Uploads ?? []));
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      const next = { ...(KeyMarker && { KeyMarker }), ...(UploadIdMarker && { UploadIdMarker }) };
      from = page.IsTruncated && KeyMarker ? next : undefined;
    }
    return all
      .filter(({ Initiated }) => (Initiated?.getTime() ?? before) < before)
      .map(({ Key = "", UploadId = "" }) => ({
        name: Key.slice(this.place.prefix.length),
        id: UploadId,
      }));
  }

  /** Forgets an upload in parts; one that is not there is no fault. */
  async abandon(name: string, id: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.at(name), UploadId: id });
    await this.asked(() => this.client.send(command)).catch(missingIs(undefined));
  }

  /** The server's time, in ms since the epoch: this machine's clock as the client corrects it. */
  now(): number {
    return Date.now() + this.client.config.systemClockOffset;
  }

  /** A listing is never missing: a 404 is of something else than a bucket's server. */
  private listing<T>(work: () => Promise<T>): Promise<T> {
    return this.asked(work).catch((error: unknown) => {
      throw bucketFailure(this.place.text, error);
    });
  }

  private at(name: string) {
    return { Bucket: this.place.bucket, Key: `${this.place.prefix}${name}` };
  }

  /** Says in one line what the server refuses; what callers look at stays as it is. */
  private async asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isMissing(error)) throw error;
      throw bucketFailure(this.place.text, error);
    }
  }
}

function missingIs<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value;
    throw error;
  };
}
