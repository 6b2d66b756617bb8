// Modules as a study imports them: a name that a module does not export is refused as it is used.
// Imports of a transpiled file are properties, so that without this a misspelt one would be
// undefined, and a call of it told by the transpiler's name.

import { didYouMean, InputError } from "@w2s/base";

/** What the loader itself looks for in any module. */
const loaders = new Set(["default", "then", "__esModule", "toJSON", "module.exports"]);

/** The modules, by the names that a study imports them by. */
export function guarded(modules: Readonly<Record<string, object>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(modules).map(([specifier, module]) => [
      specifier,
      refusing(specifier, module, modules),
    ]),
  );
}

function refusing(
  specifier: string,
  module: object,
  others: Readonly<Record<string, object>>,
): object {
  const elsewhere = (name: string) =>
    Object.keys(others).find((other) => Object.hasOwn(others[other]!, name));
  return new Proxy(module, {
    get(target, name, receiver) {
      if (typeof name === "symbol" || name in target || loaders.has(name))
        return Reflect.get(target, name, receiver);
      const other = elsewhere(name);
      const advice = other ? `; import it from "${other}"` : didYouMean(name, Object.keys(target));
      throw new InputError(`"${specifier}" exports no "${name}"${advice}`);
    },
  });
}
