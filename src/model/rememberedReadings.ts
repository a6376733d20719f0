import type { NetworkState } from "./network";
import type { StepEncoder } from "./stepEncoder";

/** What a network has behind a text: the logits of what comes next, the state of one lane, and what encodes the next step. */
export interface Reading {
  readonly logits: Float32Array;
  readonly state: NetworkState;
  readonly encoder: StepEncoder;
}

/** A place in one or more texts, in a tree of their parts. */
interface Place {
  readonly above: Place | undefined;
  /** The ids since `above`, spelled out. */
  readonly part: string;
  readonly below: Map<string, Place>;
  reading: Reading | undefined;
}

/** What is remembered of the beginning of a text. */
export interface Known {
  /** Behind so many ids; undefined behind none. */
  readonly reading: Reading | undefined;
  readonly length: number;
  /** The end of the last whole stride up to there, for `remember`. */
  readonly boundary: Place;
}

/**
 * Readings behind the whole strides of some texts and behind their ends, found by the ids that lead there. Of too many, the
 * least lately used ones are forgotten.
 */
export class RememberedReadings {
  private readonly stride: number;
  private readonly most: number;
  private readonly root = newPlace(undefined, "");
  /** The places that have a reading, the least lately used one first. */
  private readonly latest = new Set<Place>();

  constructor(stride: number, most: number) {
    this.stride = stride;
    this.most = most;
  }

  /** How many readings are remembered. */
  get size(): number {
    return this.latest.size;
  }

  /** The longest beginning of a text that can be gone on from: one of whole strides, or one within its last, begun stride. */
  longest(ids: readonly number[]): Known {
    const { stride } = this;
    let known: Known = { reading: undefined, length: 0, boundary: this.root };
    let boundary = this.root;
    let length = 0;
    for (; length + stride <= ids.length; length += stride) {
      const next = boundary.below.get(partOf(ids, length, length + stride));
      if (!next) return known;
      boundary = next;
      known = this.used(next, length + stride, boundary) ?? known;
    }
    let part = "";
    while (length < ids.length) {
      part += partOf(ids, length, ++length);
      const end = boundary.below.get(part);
      if (end) known = this.used(end, length, boundary) ?? known;
    }
    return known;
  }

  /** Remembers a copy of what is behind `ids`, at most a stride of them, that follow a boundary; gives the place there. */
  remember(boundary: Place, ids: readonly number[], { logits, state, encoder }: Reading): Place {
    const part = partOf(ids, 0, ids.length);
    const place = boundary.below.get(part) ?? newPlace(boundary, part);
    boundary.below.set(part, place);
    const { lanes, values } = state;
    place.reading = {
      logits: logits.slice(),
      state: { lanes, values: values.slice() },
      encoder: encoder.copy(),
    };
    this.latest.delete(place);
    this.latest.add(place);
    for (const oldest of this.latest) {
      if (this.latest.size <= this.most) break;
      this.forget(oldest);
    }
    return place;
  }

  private used(place: Place, length: number, boundary: Place): Known | undefined {
    const { reading } = place;
    if (!reading) return undefined;
    this.latest.delete(place);
    this.latest.add(place);
    return { reading, length, boundary };
  }

  /** Takes a reading away, and the places that lead to no other. */
  private forget(place: Place): void {
    this.latest.delete(place);
    place.reading = undefined;
    let at = place;
    while (at.above && !at.reading && at.below.size === 0) {
      const { above, part } = at;
      // Another place may have come there since this one was cut off.
      if (above.below.get(part) === at) above.below.delete(part);
      at = above;
    }
  }
}

function newPlace(above: Place | undefined, part: string): Place {
  return { above, part, below: new Map(), reading: undefined };
}

/** Some ids as a key: other ids give another one. */
function partOf(ids: readonly number[], from: number, to: number): string {
  let part = "";
  for (let i = from; i < to; i++) part += `${ids[i]} `;
  return part;
}
