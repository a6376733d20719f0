import type { InputSpec } from "./architecture";

/** Computes the integers that a network reads at a step from the ids of the tune so far, and from nothing else. */
export interface StepEncoder {
  /** How many integers a step has. */
  readonly width: number;
  /** Bytes that keeping one costs, about. */
  readonly bytes: number;
  /** Takes the next id, the start symbol's included. */
  read(id: number): void;
  /** Writes the step that reads the last id: one integer into each input, at index `at`. */
  write(into: readonly Int32Array[], at: number): void;
  /** Another one that goes on from here. */
  copy(): StepEncoder;
}

/** The input that every network has, and has first. */
export function characterInput(size: number): InputSpec {
  return { name: "character", size };
}

/** Encodes for a plain character model: the step is the id. */
export class CharacterEncoder implements StepEncoder {
  readonly width = 1;
  readonly bytes = 50;
  private id = 0;

  read(id: number): void {
    this.id = id;
  }

  write([characters]: readonly Int32Array[], at: number): void {
    (characters as Int32Array)[at] = this.id;
  }

  copy(): StepEncoder {
    const copy = new CharacterEncoder();
    copy.id = this.id;
    return copy;
  }
}

/** Reads ids from index `from` to `to` and gives the inputs of their steps, [to - from] each. */
export function encodeSteps(
  encoder: StepEncoder,
  ids: readonly number[],
  from: number,
  to: number,
): Int32Array[] {
  const inputs = Array.from({ length: encoder.width }, () => new Int32Array(to - from));
  for (let at = from; at < to; at++) {
    encoder.read(ids[at] as number);
    encoder.write(inputs, at - from);
  }
  return inputs;
}
