/** A seed for the place behind `before`: the same place gives the same music, the next one is free of it (FNV-1a). */
export function placeSeed(before: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < before.length; at++) {
    hash = Math.imul(hash ^ before.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
