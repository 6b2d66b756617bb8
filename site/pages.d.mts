export interface Pages {
  readonly text: string;
  /** Below docs/. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly collapsed?: boolean;
}
export const pages: readonly Pages[];
export function titleOf(root: string, path: string): string;
