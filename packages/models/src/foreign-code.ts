// A config may name Python classes of its repository, or of another, that transformers downloads
// and runs under trust_remote_code. What w2s saves needs none of a base model's: its own class is
// all that a reader is asked to trust.

const FIELDS = ["auto_map", "custom_pipelines"];

/** The config without fields that name code from elsewhere; the same object where it has none. */
export function withoutForeignCode(
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!FIELDS.some((field) => field in config)) return config;
  return Object.fromEntries(Object.entries(config).filter(([key]) => !FIELDS.includes(key)));
}
