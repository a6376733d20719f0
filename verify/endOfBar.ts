import { MusicReader } from "../src/music/reading/musicReader";

/** Where bar number `wanted` of a tune's body ends that begins at `from`: behind its bar line. */
export function endOfBar(text: string, from: number, wanted: number): number | undefined {
  const reader = MusicReader.ofBody();
  for (let at = from; at < text.length; at++) {
    if (reader.read(text.charAt(at)) && reader.state.bars === wanted) return at;
  }
  return undefined;
}
