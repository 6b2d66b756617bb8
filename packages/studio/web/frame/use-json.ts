// What the server says at an address, and what went wrong where it does not.

import { useEffect, useState } from "react";

/** An answer that may still be on its way. */
export interface Asked<T> {
  /** The answer; the last one while another is on its way. */
  readonly value?: T;
  /** One line, where there is none. */
  readonly error?: string;
  /** Whether an answer is on its way. */
  readonly waiting: boolean;
}

/**
 * Asks at once, and again whenever the address or `again` changes; an answer that comes too late
 * counts for nothing.
 */
export function useJson<T>(address: string, again: unknown = 0): Asked<T> {
  const [asked, setAsked] = useState<Asked<T> & { readonly address?: string }>({ waiting: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when `again` changes
  useEffect(() => {
    const controller = new AbortController();
    setAsked((before) => ({ ...before, waiting: true }));
    askJson<T>(address, { signal: controller.signal }).then(
      (value) => setAsked({ value, address, waiting: false }),
      (error: Error) => {
        if (!controller.signal.aborted) setAsked({ error: error.message, waiting: false });
      },
    );
    return () => controller.abort();
  }, [address, again]);
  return asked;
}

/** Asks once. @throws Error with the server's one line */
export async function askJson<T>(address: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(address, options).catch((cause: unknown) => {
    throw new Error("the studio does not answer; is w2s studio still running?", { cause });
  });
  const said: unknown = await response.json().catch(() => undefined);
  if (response.ok) return said as T;
  throw new Error(errorIn(said) ?? `the studio answered ${response.status}`);
}

function errorIn(said: unknown): string | undefined {
  if (typeof said !== "object" || said === null || !("error" in said)) return undefined;
  return String(said.error);
}
