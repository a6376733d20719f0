// What is used here of abcjs 6.7.2, whose own types leave these modules out.
declare module "abcjs/src/parse/abc_parse.js" {
  /** A note, rest, bar line or change in a voice, with its place in the text. */
  export interface ParsedElement {
    readonly el_type: string;
    readonly startChar: number;
    /** Of a bar line: which it is, and the ending that begins behind it. */
    readonly type?: string;
    readonly startEnding?: string | undefined;
    readonly rest?: { readonly type: string };
  }

  export interface ParsedTune {
    readonly lines: readonly {
      readonly staff?: readonly { readonly voices: readonly (readonly ParsedElement[])[] }[];
    }[];
  }

  export default class Parse {
    parse(tune: string, options: object, startPos: number): void;
    getTune(): ParsedTune;
    getWarningObjects():
      | readonly { readonly message: string; readonly startChar: number }[]
      | undefined;
  }
}

declare module "abcjs/src/synth/abc_midi_sequencer.js" {
  import type { ParsedElement, ParsedTune } from "abcjs/src/parse/abc_parse.js";

  /** Each voice as it is played, repeats written out; durations in whole notes. */
  export default function sequence(
    tune: ParsedTune,
    options: object,
  ): readonly (readonly { readonly elem?: ParsedElement; readonly duration?: number }[])[];
}
