import path from "node:path";

/** The user's folder for what can be made again, by the platform's custom; `home` is the home folder. */
export function cacheFolder(
  platform: NodeJS.Platform,
  environment: Readonly<NodeJS.ProcessEnv>,
  home: string,
): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = environment;
  if (platform === "win32") {
    return path.win32.join(LOCALAPPDATA || path.win32.join(home, "AppData", "Local"), "tunesmith");
  }
  if (platform === "darwin") return path.posix.join(home, "Library", "Caches", "tunesmith");
  // The custom leaves a relative path aside.
  const given = XDG_CACHE_HOME?.startsWith("/") ? XDG_CACHE_HOME : undefined;
  return path.posix.join(given ?? path.posix.join(home, ".cache"), "tunesmith");
}
