import type { AbortSignalLike } from "./abort";
import { type Network, startState, stateSize } from "./network";
import { nextTurn } from "./nextTurn";
import { type Reading, RememberedReadings } from "./rememberedReadings";
import { CharacterEncoder, encodeSteps, type StepEncoder } from "./stepEncoder";

/** Ids that are read at once. */
const stride = 64;

/** Single steps between turns of the event loop. */
const stepsPerTurn = 8;

/** How much is remembered: this many bytes, but no fewer readings than these. */
const mostBytes = 2 ** 24;
const leastReadings = 64;

/** Bytes of a reading besides its numbers and its encoder: its ids and its place among the others, about. */
const bytesBesides = 950;

/** What is behind a prime, and how many of its ids had to be read for that. */
export interface PrimeReading extends Reading {
  readonly idsRead: number;
}

/**
 * Reads primes with a network and remembers what it had behind them, so that one that was read before, but for its end,
 * costs little more than its new ids. There is one way to read: whole strides from the start at once, the rest step by
 * step. So the result is the same to the bit, whatever is remembered, even where a backend computes many steps at once
 * in another order than one after the other.
 */
export class PrimeReader {
  /** The most readings that are remembered. */
  readonly most: number;
  private readonly network: Network;
  private readonly computedOn: () => string;
  private readonly start: StepEncoder;
  private remembered: RememberedReadings;
  private rememberedOn = "";

  /**
   * `computedOn` names what the network computes on; what was read on another is forgotten, as its bits are others.
   * `start` encodes steps from a tune's beginning on; it is not read on.
   */
  constructor(
    network: Network,
    computedOn: () => string = () => "",
    start: StepEncoder = new CharacterEncoder(),
  ) {
    this.network = network;
    this.computedOn = computedOn;
    this.start = start;
    const { outputs } = network.architecture;
    const numbers = stateSize(network.architecture, 1) + outputs;
    const bytes = bytesBesides + start.bytes + numbers * Float32Array.BYTES_PER_ELEMENT;
    this.most = Math.max(leastReadings, Math.floor(mostBytes / bytes));
    this.remembered = new RememberedReadings(stride, this.most);
  }

  /** How many readings are remembered. */
  get size(): number {
    return this.remembered.size;
  }

  /** Forgets everything. */
  clear(): void {
    this.remembered = new RememberedReadings(stride, this.most);
  }

  /** Reads a prime, the start mark included; undefined when aborted before its end. The caller owns what it gets. */
  async read(ids: readonly number[], signal?: AbortSignalLike): Promise<PrimeReading | undefined> {
    for (;;) {
      const began = this.computedOn();
      if (this.rememberedOn !== began) this.clear();
      this.rememberedOn = began;
      const reading = await this.readOn(this.remembered, ids, signal);
      // What one backend began and another ended could not be read again.
      if (this.computedOn() === began) return reading;
    }
  }

  private async readOn(
    remembered: RememberedReadings,
    ids: readonly number[],
    signal: AbortSignalLike | undefined,
  ): Promise<PrimeReading | undefined> {
    const { network } = this;
    const known = remembered.longest(ids);
    const state = startState(network.architecture, 1);
    if (known.reading) state.values.set(known.reading.state.values);
    const encoder = (known.reading?.encoder ?? this.start).copy();
    let logits: Float32Array =
      known.reading?.logits.slice() ?? new Float32Array(network.architecture.outputs);
    let { length, boundary } = known;
    for (; length + stride <= ids.length; length += stride) {
      if (signal?.aborted) return undefined;
      const part = ids.slice(length, length + stride);
      logits = await network.read(encodeSteps(encoder, part, 0, stride), stride, state);
      boundary = remembered.remember(boundary, part, { logits, state, encoder });
      await nextTurn();
    }
    const stepsFrom = length;
    while (length < ids.length && !signal?.aborted) {
      const answer = network.step(encodeSteps(encoder, ids, length, length + 1), state);
      logits = answer instanceof Promise ? await answer : answer;
      if (++length % stepsPerTurn === 0) await nextTurn();
    }
    // Also what was aborted on the way: the next request may go on from there.
    if (length > stepsFrom) {
      const part = ids.slice(ids.length - (ids.length % stride), length);
      remembered.remember(boundary, part, { logits, state, encoder });
    }
    if (length < ids.length) return undefined;
    return { logits, state, encoder, idsRead: length - known.length };
  }
}
