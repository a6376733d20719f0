// Counts the time of bars anew from the ABC standard (2.1), sharing nothing with what keeps bars right in composing: a
// mistake in the one does not hide in the other.

import { none, plus, type Time, time, times } from "./exactTime";

/** A stretch of music between bar lines that holds a note or a rest, or what cannot be read. */
export interface CountedBar {
  /** Where it begins and ends in the tune's text; the bar line behind it is within. */
  readonly start: number;
  readonly end: number;
  readonly time: Time;
  /** How many bars it stands for: those of a rest of several bars, else 1. */
  readonly bars: bigint;
  /** The length of a bar where its first note stands; undefined in free meter. */
  readonly meter: Time | undefined;
  /** The bar lines before it, "^" where the tune begins; the one behind it, "" where the tune ends. */
  readonly left: readonly string[];
  readonly right: string;
  /** Whether it holds what is no music. */
  readonly hasJunk: boolean;
  /** The value of the K: that holds where it begins. */
  readonly key: string;
  /** Its notes as they are spelled, without lengths; several of a chord, none of a rest. */
  readonly pitches: readonly (readonly string[])[];
}

/** Whether a bar has to be full: plain bar lines on both sides, and a meter. */
export function isCountable({ left, right, meter }: CountedBar): boolean {
  return meter !== undefined && right === "|" && left.every((line) => line === "|");
}

/** Whether a bar adds up to its meter. */
export function isExact({ time, bars, meter }: CountedBar): boolean {
  return meter !== undefined && time.n * meter.d === bars * meter.n * time.d;
}

// Each text is read in one way only, so that nothing takes long to read.
const length = String.raw`\d*(?:\/+\d*)?`;
const pitch = String.raw`(?:\^\^?|__?|=)?[A-Ga-g][,']*`;
const token = new RegExp(
  [
    String.raw`(?<quote>"[^"\n]*"|![^!\n]*!|\{[^}\n]*\})`,
    String.raw`\[(?<field>[A-Za-z]):(?<value>[^\]\n]*)\]`,
    String.raw`\((?<p>[2-9])(?::(?<q>\d?)(?::(?<r>\d?))?)?`,
    String.raw`(?<barLine>\[\|[:\]]?|:*\|[|:\]]*|::+)(?<ending>[1-9][\d,.-]*)?`,
    String.raw`(?<laterEnding>\[[1-9][\d,.-]*)`,
    `\\[(?<chord>(?:[~.HLMOPSTuvkKJRn() -]*(?:${pitch}|[zx])${length})+[ -]*)\\](?<chordLength>${length})`,
    `(?<note>${pitch}|[zx])(?<noteLength>${length})`,
    String.raw`[ZX](?<bars>\d*)`,
    "(?<broken>>+|<+)",
    String.raw`(?<lineEnd>\n)`,
    String.raw`(?<silent>[~.HLMOPSTuvkKJRn() \-${"`"}y\\])`,
    "(?<junk>[^])",
  ].join("|"),
  "y",
);
const pitches = new RegExp(pitch, "g");
const chordLengthOf = new RegExp(`^[~.HLMOPSTuvkKJRn() -]*(?:${pitch}|[zx])(${length})`);

/** The bars of a tune's text, header first, in order. */
export function countBars(tune: string): CountedBar[] {
  const key = /^K:.*(?:\n|$)/m.exec(tune);
  const bodyStart = key ? key.index + key[0].length : 0;
  const counter = new Counter(bodyStart);
  for (const [, field = "", value = ""] of tune.slice(0, bodyStart).matchAll(/^([KML]):(.*)$/gm)) {
    counter.set(field, value);
  }
  if (!/^L:/m.test(tune.slice(0, bodyStart))) counter.takeUsualUnit();
  let at = bodyStart;
  let atLineStart = true;
  while (at < tune.length) {
    const line = atLineStart ? fieldLine(tune, at) : undefined;
    if (line) {
      counter.set(line.field, line.value);
      at = line.next;
      continue;
    }
    token.lastIndex = at;
    const groups = token.exec(tune)?.groups ?? {};
    counter.take(groups, at, token.lastIndex);
    at = token.lastIndex;
    const { lineEnd } = groups;
    atLineStart = lineEnd !== undefined;
  }
  counter.endBar("", tune.length);
  return counter.counted;
}

/** The field that the line at `at` is; "E:|" is a note before a repeat. */
function fieldLine(
  tune: string,
  at: number,
): { field: string; value: string; next: number } | undefined {
  const end = tune.indexOf("\n", at);
  const next = end < 0 ? tune.length : end + 1;
  const match = /^([A-Za-z]):(.*)/.exec(tune.slice(at, next));
  const [, field = "", value = ""] = match ?? [];
  if (!match || (/[A-GHOSXa-gzxZy]/.test(field) && /^[|:]/.test(value))) return undefined;
  return { field, value, next };
}

class Counter {
  readonly counted: CountedBar[] = [];
  private meter: Time | undefined;
  private unit: Time = { n: 1n, d: 8n };
  private isCompound = false;
  private notes: Time[] = [];
  private bars = 1n;
  private hasJunk = false;
  private start: number;
  private barMeter: Time | undefined;
  private key = "";
  private barKey = "";
  private pitches: string[][] = [];
  private left: string[] = ["^"];
  private inTuplet = 0;
  private tuplet: Time = { n: 1n, d: 1n };
  private broken = "";

  constructor(start: number) {
    this.start = start;
  }

  take(groups: Readonly<Record<string, string | undefined>>, at: number, end: number): void {
    const { field, value, p, q, r, barLine, ending, chord, chordLength } = groups;
    const { note, noteLength, bars, broken, junk } = groups;
    if (field !== undefined) this.set(field, value ?? "");
    else if (p !== undefined) this.beginTuplet(Number(p), Number(q || 0), Number(r || p));
    else if (barLine !== undefined) this.endBar(barLine, end - (ending?.length ?? 0));
    else if (chord !== undefined) {
      const first = readLength(chordLengthOf.exec(chord)?.[1] ?? "");
      const all = readLength(chordLength ?? "");
      this.add(first && all && times(first, all), chord.match(pitches) ?? []);
    } else if (note !== undefined) {
      this.add(readLength(noteLength ?? ""), note.match(pitches) ?? []);
    } else if (bars !== undefined) this.addBars(BigInt(bars || 1));
    else if (broken !== undefined) this.broken = broken;
    else if (junk !== undefined) {
      this.beginBar();
      this.hasJunk = true;
    }
    if (this.hasMusic && this.start < 0) this.start = at;
  }

  set(field: string, value: string): void {
    if (field === "K") this.key = value;
    if (field === "M") {
      const [, above = "", below = ""] =
        /^\s*\(?([\d+\s]+)\)?\s*\/\s*(\d+)\s*(?:%.*)?$/.exec(value) ?? [];
      const beats = above.split("+").reduce((sum, part) => sum + Number(part), 0);
      const isCommon = /^\s*C\|?\s*(?:%.*)?$/.test(value);
      const known = beats > 0 && Number(below) > 0;
      this.meter = isCommon ? { n: 1n, d: 1n } : known ? time(beats, Number(below)) : undefined;
      this.isCompound =
        known && /^\s*\d+\s*$/.test(above) && beats > 3 && beats % 3 === 0 && Number(below) >= 8;
    }
    const [, above, below = "1"] = /^\s*(\d+)(?:\/(\d+))?\s*(?:%.*)?$/.exec(value) ?? [];
    if (field === "L" && Number(above) > 0 && Number(below) > 0) {
      this.unit = time(Number(above), Number(below));
    }
  }

  /** The unit of a tune without L:, by its meter. */
  takeUsualUnit(): void {
    const { meter } = this;
    this.unit = { n: 1n, d: meter && meter.n * 4n < meter.d * 3n ? 16n : 8n };
  }

  /** Ends a bar that holds something; where none does, the bar line joins those before the next one. */
  endBar(barLine: string, end: number): void {
    if (this.hasMusic) {
      const whole = this.notes.reduce(plus, none);
      this.counted.push({
        start: this.start,
        end,
        time: whole,
        bars: this.bars,
        meter: this.barMeter,
        left: this.left,
        right: barLine,
        hasJunk: this.hasJunk,
        key: this.barKey,
        pitches: this.pitches,
      });
      this.left = [];
    }
    this.left = [...this.left, barLine];
    this.start = end;
    this.notes = [];
    this.pitches = [];
    this.bars = 1n;
    this.hasJunk = false;
    this.inTuplet = 0;
    this.broken = "";
  }

  private get hasMusic(): boolean {
    return this.notes.length > 0 || this.hasJunk;
  }

  /** Takes what holds where a bar's first music stands. */
  private beginBar(): void {
    if (this.hasMusic) return;
    this.barMeter = this.meter;
    this.barKey = this.key;
  }

  /** Adds a note, chord or rest of so many units; one whose length cannot be read is junk. */
  private add(units: Time | undefined, spelled: string[]): void {
    this.beginBar();
    this.pitches.push(spelled);
    if (!units) {
      this.hasJunk = true;
      return;
    }
    let whole = times(units, this.unit);
    if (this.inTuplet > 0) {
      whole = times(whole, this.tuplet);
      this.inTuplet--;
    }
    const previous = this.notes.pop();
    if (previous) {
      const less = { n: 1n, d: 2n ** BigInt(this.broken.length) };
      const more = { n: 2n * less.d - 1n, d: less.d };
      const isShort = this.broken.startsWith("<");
      this.notes.push(this.broken === "" ? previous : times(previous, isShort ? less : more));
      if (this.broken !== "") whole = times(whole, isShort ? more : less);
    }
    this.broken = "";
    this.notes.push(whole);
  }

  private addBars(count: bigint): void {
    this.beginBar();
    // A rest of several bars stands for them all between two bar lines; beside other notes it is none.
    if (!this.meter) this.notes.push(none);
    else if (this.notes.length === 0 && count > 0n) {
      this.notes.push(times(this.meter, { n: count, d: 1n }));
      this.bars = count;
    } else this.hasJunk = true;
  }

  private beginTuplet(p: number, q: number, r: number): void {
    const usual: Readonly<Record<number, number>> = { 2: 3, 3: 2, 4: 3, 6: 2, 8: 3 };
    this.inTuplet = r;
    this.tuplet = time(q || (usual[p] ?? (this.isCompound ? 3 : 2)), p);
  }
}

/** A length as written behind a note, in units; undefined when it is none. */
function readLength(text: string): Time | undefined {
  const [, above = "", slashes = "", below = ""] = /^(\d*)(\/*)(\d*)$/.exec(text) ?? [];
  const n = BigInt(above || 1);
  const halves = 2n ** BigInt(Math.max(0, slashes.length - (below === "" ? 0 : 1)));
  const d = BigInt(below || 1) * halves;
  return n === 0n || d === 0n ? undefined : { n, d };
}
