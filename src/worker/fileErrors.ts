const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder.",
  ENOTDIR: "a part of the path is no folder.",
  EEXIST: "there is a file of that name.",
  EISDIR: "it is a folder, not a file.",
  EACCES: "there is no permission.",
  EPERM: "there is no permission.",
  EROFS: "it cannot be written.",
  ENOSPC: "there is no room left.",
};

/** Why the file system refused, or what an error says, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return reasons[code] ?? error.message;
}
