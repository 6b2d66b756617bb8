// What the lab asks Node of its machine and its own modules (node:os, node:module,
// node:async_hooks, node:vm), answered for a browser.

export const hostname = (): string => "browser";
export const homedir = (): string => "/";
export const tmpdir = (): string => "/tmp";
export const userInfo = () => ({ homedir: homedir() });
/** What a page may count on. */
export const freemem = (): number => 2 ** 30;
export const cpus = (): readonly object[] => new Array(navigator.hardwareConcurrency).fill({});

/** Packages lie where npm would have put them. */
export const createRequire = () => ({ resolve: (name: string) => `/node_modules/${name}` });

/** What runs inside sees no store: a page has no network to forbid. */
export class AsyncLocalStorage {
  run<T>(_store: unknown, work: () => T): T {
    return work();
  }
  getStore(): undefined {
    return undefined;
  }
}

/** A worker that hangs is ended by the page; nothing here has a limit of time. */
export const createContext = (box: { work(): void }): { work(): void } => box;
export class Script {
  runInContext(box: { work(): void }): void {
    box.work();
  }
}
