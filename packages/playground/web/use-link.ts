// What is chosen, as the page's address has it: a link opens the same page elsewhere.

import { useCallback, useEffect, useState } from "react";
import { defaults, fromHash, type Settings, toHash } from "../src/settings.js";

/** The settings, what of the address could not be read, and the way to choose others. */
export function useLink() {
  const [{ settings, faults }, setLink] = useState(() => fromHash(location.hash));
  const hash = toHash(settings);
  useEffect(() => {
    const follow = () => setLink(fromHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const isUntouched = location.hash === "" && hash === toHash(defaults);
    if (!isUntouched) history.replaceState(null, "", `#${hash}`);
  }, [hash]);
  const choose = useCallback((chosen: Partial<Settings>) => {
    setLink((link) => ({ settings: { ...link.settings, ...chosen }, faults: [] }));
  }, []);
  return { settings, faults, hash, choose };
}
