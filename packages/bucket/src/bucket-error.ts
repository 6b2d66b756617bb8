// What a bucket's server can refuse, said in one line with what to do about it. Nothing of the
// client's own messages is repeated: they may quote what was sent.

import { InputError } from "@w2s/base";
import { StoreError } from "@w2s/lab/engine";

const elsewhere = "or name another store with --store or W2S_STORE";

/** A server's or client's failure, by the names that tell it. */
interface Told {
  /** The server's word for it, the client's class, or the system's code. */
  readonly names: readonly string[];
  /** The HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
}

/** Notes on a failure what the server was asked for, as rights are named: PutObject. */
export function askedFor(request: string, error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { request }) : error;
}

/** Turns a failure of the client into one line; other failures come back as they are. */
export function bucketFailure(place: string, error: unknown): unknown {
  const found = sayings.find(({ fits }) => fits(told(error)));
  if (found === undefined) return error;
  const { request } = error as { readonly request?: string };
  const refused = found.isOfRights && request ? ` (${request} was refused)` : "";
  const message = `store ${place}: ${found.says}${refused}, ${elsewhere}`;
  return found.isInput ? new InputError(message) : new StoreError(message);
}

/** Whether the server says that there is no such object. */
export function isMissing(error: unknown): boolean {
  const { names, status } = told(error);
  return status === 404 && !names.includes("NoSuchBucket");
}

/** Whether an object was there already (412), or others wrote or removed it meanwhile (409). */
export function isTaken(error: unknown): boolean {
  return [409, 412].includes(told(error).status ?? 0);
}

/** Whether a connection broke, so that what was asked for can be asked for again. */
export function isBroken(error: unknown): boolean {
  return told(error).names.some((name) => lost.includes(name));
}

const lost = [
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "TimeoutError", "NetworkingError", "ECONNABORTED"],
];

/** How the system says that a certificate is nobody's whom this machine trusts. */
const untrusted = [
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_UNTRUSTED"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT", "CERT_REJECTED"],
  ...["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "INVALID_CA", "CERT_SIGNATURE_FAILURE"],
];

interface Saying {
  readonly fits: (told: Told) => boolean;
  readonly says: string;
  readonly isInput?: boolean;
  /** What was asked for says more. */
  readonly isOfRights?: boolean;
}

const named =
  (...all: readonly string[]) =>
  ({ names }: Told) =>
    names.some((name) => all.includes(name));

const sayings: readonly Saying[] = [
  {
    // By the client's words: it has no name for an answer that is no XML.
    fits: ({ names }) => names.some((name) => /parse error|Deserialization error/i.test(name)),
    says: "what answers there does not speak S3; see the endpoint (W2S_S3_ENDPOINT) and its port",
  },
  {
    fits: ({ names }) => names.some((name) => /^(EPROTO|ERR_SSL_\w+)$/.test(name)),
    says:
      "what answers there does not speak TLS, which https:// asks for; see the endpoint " +
      "(W2S_S3_ENDPOINT), its http:// or https:// and its port",
  },
  {
    fits: named(...untrusted),
    says:
      "the server's certificate is signed by nobody whom this machine trusts; name the signer's " +
      "in NODE_EXTRA_CA_CERTS=FILE",
  },
  {
    fits: named("CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"),
    says: "the server's certificate is not valid now; have it renewed, see this machine's clock",
  },
  {
    fits: named("ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"),
    says: "the server's certificate is another name's; name the server so (W2S_S3_ENDPOINT)",
  },
  {
    fits: named("CERT_REVOKED"),
    says: "the server's certificate was revoked; have it renewed",
  },
  {
    fits: named("NoSuchBucket"),
    says: "there is no such bucket; make it",
    isInput: true,
  },
  {
    fits: named("InvalidBucketName"),
    says: "the server takes this for no bucket's name; correct it",
    isInput: true,
  },
  {
    fits: named("CredentialsProviderError", "TokenProviderError"),
    says:
      "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or " +
      "AWS_PROFILE",
  },
  {
    fits: named("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"),
    says: "the credentials have expired; renew them",
  },
  {
    fits: named("RequestTimeTooSkewed", "RequestExpired"),
    says: "this machine's clock is wrong; set it",
  },
  {
    fits: named("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint"),
    says: "the bucket lies in another region; set AWS_REGION to it",
  },
  {
    fits: named("XMinioStorageFull", "QuotaExceeded", "ServiceQuotaExceededException"),
    says: "the bucket is full; make room (w2s cache prune helps)",
  },
  {
    fits: ({ status }) => status === 507,
    says: "the bucket is full; make room (w2s cache prune helps)",
  },
  {
    fits: ({ status }) => status === 409 || status === 412,
    says: "others write the same there all the time, however often it was asked; run it again",
  },
  {
    fits: ({ status }) => status === 401 || status === 403,
    says: "access is denied; ask for the rights to list, read, write and delete there",
    isOfRights: true,
  },
  {
    fits: ({ names, status }) =>
      status === 503 ||
      status === 429 ||
      named("SlowDown", "TooManyRequestsException")({ names, status }),
    says: "the server is too busy to answer, however often it was asked; run fewer at once",
  },
  {
    fits: ({ names, status }) => status === undefined && names.some((name) => lost.includes(name)),
    says: "the server does not answer; see that it runs and can be reached (W2S_S3_ENDPOINT)",
  },
  {
    fits: ({ status }) => status !== undefined && status >= 500,
    says: "the server failed, however often it was asked; see its own log",
  },
  {
    fits: ({ names }) => names.includes("Error: Region is missing"),
    says: "the region is not known; set AWS_REGION",
  },
];

/** All that an error and its causes say by name. */
function told(error: unknown): Told {
  const names: string[] = [];
  let status: number | undefined;
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth++) {
    const { name, code, Code, $metadata } = one as Error & {
      readonly code?: unknown;
      readonly Code?: unknown;
      readonly $metadata?: { readonly httpStatusCode?: number };
    };
    names.push(name, `${name}: ${one.message}`, String(code), String(Code));
    status ??= $metadata?.httpStatusCode;
  }
  return { names, status };
}
