/** A seeded source of numbers from 0 up to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The lines of a book such as nobody should write, without line ends. */
export function oddLines(random: () => number): string[] {
  const lines: string[] = [];
  const count = Math.floor(random() * 40);
  while (lines.length < count) lines.push(...pick(chunks, random));
  return lines;
}

/** One of `choices`. */
export function pick<T>(choices: readonly [T, ...T[]], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

const chunks: readonly [string[], ...string[][]] = [
  ["X:1", "T:Gate at Dusk % a comment", "M:6/8", "K:D"],
  ["X:", "X:7"],
  ["X: 12 ", "T:100\\% Wool", "K:Am % minor"],
  ["K:none"],
  [""],
  ["", "  ", "\t"],
  ["|:A2D FED|d3 e3:|"],
  ["d:|"],
  ["A:somewhere"],
  ['"Am7%"A2 "unclosed % text'],
  ["A !trill!B !half % not a comment?"],
  ["[K:G] a [M:3/4 b % [r: x] c"],
  ["w: la-la * |", "+: and more % of it"],
  ["+:nothing before"],
  ["s: !f! ** !p!", "W:words"],
  ["% a line of comment"],
  ["%%scale 0.7", "I:linebreak $"],
  ["%%begintext", "", "X:99", "%%endps", "%%endtext"],
  ["%%beginps", "/x { 1 } def"],
  ["%% endsvg"],
  ["%"],
  ["%%"],
  ["Some words about tunes: free as air"],
  [" X:5"],
  ["A:", ":", "::"],
  ["\\", "\\%", "ab\\"],
  ["é中😀\u2028\u00a0\ufeff"],
];
