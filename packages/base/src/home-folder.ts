// Where the user's own files lie.

import { homedir, tmpdir, userInfo } from "node:os";

/**
 * The user's home folder: HOME (on Windows USERPROFILE) where it names one, else the account's. An
 * account that has none, as in some containers, has the folder of temporary files.
 */
export function homeFolder(): string {
  return homedir() || folderOfAccount() || tmpdir();
}

function folderOfAccount(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}
