// What a clone without Git LFS has in a file's place.

/** What such a pointer begins with, and what is said of one: of models, tables and JSON alike. */
export const lfsPointer = {
  beginning: "version https://git-lfs.github.com/spec/",
  says: "the pointer of Git LFS, not the file; fetch it with git lfs pull",
} as const;
