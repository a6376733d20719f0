import { describe, expect, test } from "vitest";
import { offsetInTransposed } from "../../../../src/music/transpose/edits";
import { keyOf, TransposableTune } from "../../../../src/music/transpose/transposable";
import { seeded } from "../../abc/oddBook";
import { oddTune } from "./oddTune";
import { distance, sounded } from "./sounded";

/** A tune in the key of `from`, written with another signature. */
function moved(from: string, music: string, signature: number, octaves = 0): string | undefined {
  const tune = `L:1/8\nK:${from}\n${music}\n`;
  const written = TransposableTune.of(tune)?.to(signature, octaves)?.text;
  return written?.replace("L:1/8\n", "").trimEnd();
}

const signatures = Array.from({ length: 15 }, (_, index) => index - 7);

describe("a tune with another signature", () => {
  test.each([
    ["D", "d2A FED|", 1, "K:G\ng2d BAG|"],
    ["D", "d2A FED|", 0, "K:C\nc2G EDC|"],
    ["G", "G,A,B,C Dg|", -1, "K:F\nF,G,A,B, Cf|"],
    ["C", "B,C b c' c''|", 5, "K:B\nA,B, a b b'|"],
    ["Dm", "^c_e=B __B|", 0, "K:Am\n^G_B^F _F|"],
    ["G", "=F^c_B|", 5, "K:B\n=A^e=d|"],
    ["F", "=B|", 1, "K:G\n^c|"],
    ["Edor", "E|", -2, "K:Cdor\nC|"],
    ["A Mixolydian", "A|", -1, "K:C Mixolydian\nc|"],
    ["Bb major clef=bass octave=-1", "B|", 6, "K:F# major clef=bass octave=-1\nF|"],
    ["am % sad", "A|", 1, "K:Em % sad\nE|"],
    ["C", "[K:G treble]F[M:3/4][K:Dmin]B", 2, "K:D\n[K:A treble]G[M:3/4][K:Emin]c"],
    ["C", '[C"Am"E^G]2 {/c^d}e (3ABc', 2, 'K:D\n[D"Bm"F^A]2 {/d^e}f (3Bcd'],
    [
      "C",
      '"Am7/C"C"F#dim"D"^C up"E"Coda"F"_D"G"G (Em/b)"A"Bb"B',
      2,
      'K:D\n"Bm7/D"D"G#dim"E"^C up"F"Coda"G"_D"A"A (F#m/c#)"B"C"c',
    ],
    ["C", "!fff!C!D.C.!D+fermata+E", 2, "K:D\n!fff!D!D.C.!E+fermata+F"],
    ["C", "C z2 x y Z X4 D\\", 2, "K:D\nD z2 x y Z X4 E\\"],
    ["C", "CD % C D", 2, "K:D\nDE % C D"],
    [
      "C",
      "CD\nw:C D\n+:E\nW:F\n%%text G\nN:A\n% B",
      2,
      "K:D\nDE\nw:C D\n+:E\nW:F\n%%text G\nN:A\n% B",
    ],
    ["C", 'CD\ns:"C" "^C" !f!\n+:"G7"', 2, 'K:D\nDE\ns:"D" "^C" !f!\n+:"A7"'],
    ["C", "V:1\nC\nV:2 clef=bass\nK:F\nC,", 2, "K:D\nV:1\nD\nV:2 clef=bass\nK:G\nD,"],
    ["C\n+:clef=bass", "C", 2, "K:D\n+:clef=bass\nD"],
    ["C", "C,d:|\nd:|", 2, "K:D\nD,e:|\ne:|"],
  ])("of K:%s: %j with %i sharps", (key, music, signature, expected) =>
    expect(moved(key, music, signature)).toBe(expected),
  );

  test("lies so many octaves further up", () => {
    expect(moved("D", "d2A FED,|", 1, -1)).toBe("K:G\nG2D B,A,G,,|");
    expect(moved("D", "d2A FED,|", 1, 1)).toBe("K:G\ng'2d' baG|");
  });

  test.each([
    ["a key of more than seven sharps", "G#", "G"],
    ["no key", "none", "G"],
    ["an empty key", "", "G"],
    ["the bagpipe's", "HP", "G"],
    ["a key of accidentals alone", "D exp _b _e", "G"],
    ["accidentals behind the key", "D =c", "G"],
    ["accidentals on the line behind", "D\n+: ^g", "G"],
    ["a clef before the key", "bass D", "G"],
    ["a later key without a signature", "D", "G[K:none]G"],
    ["drums", "D clef=perc", "G"],
    ["drums in a voice", "D", "V:2 clef=perc\nG"],
    ["drums by channel", "D", "%%MIDI channel 10\nG"],
    ["a macro", "D", "m:~G2 = {A}G\n~G2"],
    ["a letter with a meaning of its own", "D", "U:d = !trill!\nG"],
    ["a quarter tone", "D", "^/G"],
    ["an accidental before a chord", "D", "^[CE]"],
    ["a triple accidental", "D", "^^^G"],
    ["two accidentals in one", "D", "^=G"],
    ["an old chord", "D", "+CEG+2"],
    ["notes between marks", "D", "AB!cde!fg|"],
    ["more between marks", "D", "AB!c d e!fg|"],
    ["an open decoration", "D", "A+fermata B"],
    ["a chord of old notes", "D", "+C,E+"],
    ["open grace notes", "D", "A{Bc"],
    ["grace notes that nothing opens", "D", "AB}c"],
    ["a line that may be a field", "D", "A\nd:2"],
    ["a line that would become a field", "C", "A\nC,: e|"],
    ["an open quote", "D", 'A"Am B|'],
    ["an escaped quote", "D", String.raw`A"a\" B"c|`],
    ["an open field", "D", "A[K:G B|"],
    ["no field's letter", "D", "[d:|d[ce]"],
    ["a backslash within a line", "D", "A\\B"],
    ["a second tune", "D", "A\n\nX:2\nK:D\nB"],
    ["text behind the tune", "D", "A\n\nB"],
  ])("cannot be where there is %s", (_, key, music) => {
    const tune = `X:1\nK:${key}\n${music}\n`;
    for (const signature of signatures) {
      expect(TransposableTune.of(tune)?.to(signature)).toBeUndefined();
    }
  });

  test.each([
    ["of more than seven sharps", "D", "G", 8],
    ["of more than seven flats", "D", "G", -8],
    ["that brings another key beyond seven", "D", "G[K:A]G", 7],
    ["with triple accidentals", "C", "^^B", 6],
    ["with a double sharp for a chord", "C", '"F#m/B"f', 7],
    ["where a chord would be read otherwise", "C", '"F#b5"f', -1],
  ])("cannot have one %s", (_, key, music, signature) => {
    expect(moved(key, music, keyOf(`K:${key}`)?.fifths ?? 0)).toBe(`K:${key}\n${music}`);
    expect(moved(key, music, signature)).toBeUndefined();
  });

  test("keeps its line ends, and a tune without K: has none", () => {
    const of = (text: string) => TransposableTune.of(text)?.to(0)?.text;
    expect(of("X:1\r\nK:D\r\nDE\r\nw:D\r\nF")).toBe("X:1\r\nK:C\r\nCD\r\nw:D\r\nE");
    expect(of("K:D\rDE\r")).toBe("K:C\rCD\r");
    expect(of("M:4/4\nDE")).toBeUndefined();
    expect(of("L:1/8\n\nX:3\nK:D\nDE\n\n% D\n")).toBe("L:1/8\n\nX:3\nK:C\nCD\n\n% D\n");
  });
});

test("odd tunes sound as far from before, note by note, and come back to the letter", () => {
  let [written, apart] = [0, 0];
  for (let seed = 0; seed < 250; seed++) {
    const random = seeded(seed);
    const tune = oddTune(random).replaceAll("\n", seed % 3 === 0 ? "\r\n" : "\n");
    const transposable = TransposableTune.of(tune);
    if (!transposable) throw new Error(`This cannot be transposed:\n${tune}`);
    const before = sounded(tune);
    const { key } = transposable;
    expect(transposable.to(key.fifths)?.text).toBe(tune);
    for (const signature of [Math.floor(random() * 15) - 7, Math.floor(random() * 15) - 7]) {
      const octaves = Math.floor(random() * 3) - 1;
      const there = transposable.to(signature, octaves);
      apart += there ? 0 : 1;
      if (!there) continue;
      written++;
      const semitones = distance(before, sounded(there.text)) as number;
      // A fifth is seven semitones, and no way is longer than seven, from a signature of flats to one of sharps.
      const up = 7 * (signature - key.fifths);
      expect(Math.abs(semitones - up) % 12, tune).toBe(0);
      expect(Math.abs(semitones - 12 * octaves), tune).toBeLessThanOrEqual(7);
      const again = TransposableTune.of(there.text);
      expect(again?.key).toMatchObject({ fifths: signature, mode: key.mode });
      expect(again?.to(key.fifths, -octaves)?.text).toBe(tune);
    }
  }
  expect(written).toBeGreaterThan(300);
  expect(apart).toBeGreaterThan(10);
});

test("odd tunes with characters changed sound as far from before, or cannot be transposed", () => {
  const changes = ["%", "\n", '"', "!", "+", "[", "]", "{", "}", "^", "_", ":", "|", "K", "C", ","];
  let written = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const units = Array.from(oddTune(random));
    for (let change = 0; change < 2; change++) {
      const at = Math.floor(random() * units.length);
      units[at] = changes[Math.floor(random() * changes.length)] ?? "";
    }
    const tune = units.join("");
    const transposable = TransposableTune.of(tune);
    const there = transposable?.to(Math.floor(random() * 13) - 6);
    if (!transposable || !there) continue;
    written++;
    const again = TransposableTune.of(there.text);
    const up = 7 * ((again?.key.fifths ?? Number.NaN) - transposable.key.fifths);
    const semitones = distance(sounded(tune), sounded(there.text)) ?? Number.NaN;
    expect(Math.abs(semitones - up) % 12, `${tune}\n${there.text}`).toBe(0);
    // Octaves may have been written in a way of their own.
    const usual = transposable.to(transposable.key.fifths)?.text;
    expect(again?.to(transposable.key.fifths)?.text).toBe(usual);
  }
  expect(written).toBeGreaterThan(80);
});

test("what is written knows where it came from, and what was there where it went", () => {
  const source = `K:C\n^Bb'"Bb"^^c"F"b|`;
  const there = TransposableTune.of(source)?.to(-1);
  if (!there) throw new Error("It cannot be transposed.");
  expect(there.text).toBe(`K:F\n^ee''"Eb"^^f"Bb"e'|`);
  const came = Array.from(
    there.text,
    (character, at) => character + source[there.offsets[at] ?? 0],
  );
  expect(came.join(" ")).toBe(
    `KK :: FC \n\n ^^ eB eb '' '' "" EB bb "" ^^ ^^ fc "" BF bF "" eb 'b ||`,
  );
  expect(there.offsets.at(-1)).toBe(source.length);
  for (const [at, from] of there.offsets.entries()) {
    expect(offsetInTransposed(there, from)).toBe(there.offsets.indexOf(from));
    expect(from).toBeGreaterThanOrEqual(there.offsets[at - 1] ?? 0);
  }
  const fewer = TransposableTune.of("K:C\n^^c^^B|")?.to(-2);
  expect(fewer?.text).toBe("K:Bb\n^B^^A|");
});

test.each([
  ["K:D\nA,D d b|", 3, 0, "K:A\nE,A, A f|"],
  ["K:D\nA,D d f|", 3, 1, "K:A\nEA a c'|"],
  ["K:D\nd d' f'|", 4, -1, "K:E\nE e g|"],
  ["K:C clef=bass\nC,,, C,|", -1, 0, "K:F clef=bass\nF,,, F,|"],
  ["K:C\n", 6, 0, "K:F#\n"],
])("%j with %i sharps lies best %i octaves further up", (tune, signature, octaves, written) => {
  const transposable = TransposableTune.of(tune);
  expect(transposable?.octavesTo(signature)).toBe(octaves);
  expect(transposable?.to(signature, octaves)?.text).toBe(written);
});

test.each([
  ["K:D", 2, "D", 0, "major"],
  ["M:4/4\nK:Bb\nB", -2, "B", -1, "major"],
  ["X:1\nK:F#m", 3, "F", 1, "minor"],
  ["K:E dorian", 2, "E", 0, "dorian"],
  ["K:C#", 7, "C", 1, "major"],
  ["K:Abm\n+: clef=bass", -7, "A", -1, "minor"],
])("the key of %j has %i sharps", (tune, fifths, letter, raised, mode) =>
  expect(keyOf(tune)).toEqual({ fifths, tonic: { letter, raised }, mode }),
);

test.each(["K:none", "K:HP", "K:D exp ^c", "K:D ^g", "K:D\n+:^g", "K:G#", "M:4/4", "CDE"])(
  "the key of %j has no signature of its own",
  (tune) => expect(keyOf(tune)).toBeUndefined(),
);
