import { gatesOf } from "../../model/architecture";
import { checkRead, checkStep } from "../../model/checkCall";
import {
  gatesSize,
  type Inputs,
  type Network,
  type NetworkState,
  type StepExtras,
  startState,
  statesOf,
} from "../../model/network";
import type { TfjsNetwork } from "../../model/tfjsNetwork";

/** Lanes that are computed together; TensorFlow's vectors of 4 and of 8 values come out even with them. */
const together = 8;

/**
 * A network whose lanes depend on nothing but their own past, to the bit. TensorFlow computes a row of one alone, and the
 * last values of a number of rows that is not even, in another way than the rest, so a candidate would get another text
 * in a batch of another size. Steps are therefore taken in a multiple of eight lanes, idle ones added.
 */
export class EvenLanes implements Network {
  readonly architecture: Network["architecture"];
  readonly precision = "float32";
  /** The same weights, with any number of lanes. */
  readonly inner: TfjsNetwork;

  constructor(inner: TfjsNetwork) {
    this.architecture = inner.architecture;
    this.inner = inner;
  }

  step(inputs: Inputs, state: NetworkState, extras: StepExtras = {}): Float32Array {
    checkStep(this.architecture, inputs, state, extras);
    const { gates, hold } = extras;
    const width = widthOf(state.lanes);
    const wide = gates && new Float32Array(gatesSize(this.architecture, width));
    const logits = this.inWidth(inputs, 1, state, (given, states) =>
      this.inner.step(given, states, { ...(wide && { gates: wide }), ...(hold && { hold }) }),
    );
    if (gates && wide) {
      const { cell, layers, hidden } = this.architecture;
      moveLanes(wide, width, gates, state.lanes, layers * gatesOf(cell), hidden);
    }
    return logits;
  }

  read(inputs: Inputs, steps: number, state: NetworkState): Float32Array {
    checkRead(this.architecture, inputs, steps, state);
    return this.inWidth(inputs, steps, state, (given, states) =>
      this.inner.read(given, steps, states),
    );
  }

  losses(...[chunk, state]: Parameters<Network["losses"]>): Float32Array {
    return this.inner.losses(chunk, state);
  }

  dispose(): void {
    this.inner.dispose();
  }

  private inWidth(
    inputs: Inputs,
    steps: number,
    state: NetworkState,
    run: (inputs: Inputs, state: NetworkState) => Float32Array,
  ): Float32Array {
    const { lanes } = state;
    const width = widthOf(lanes);
    if (width === lanes) return run(inputs, state);
    const { layers, hidden, outputs } = this.architecture;
    const rows = layers * statesOf(this.architecture);
    const wide = startState(this.architecture, width);
    moveLanes(state.values, lanes, wide.values, width, rows, hidden);
    const given = inputs.map((ids) => {
      const more = new Int32Array(steps * width);
      moveLanes(ids, lanes, more, width, steps, 1);
      return more;
    });
    const logits = run(given, wide);
    moveLanes(wide.values, width, state.values, lanes, rows, hidden);
    return logits.slice(0, lanes * outputs);
  }
}

function widthOf(lanes: number): number {
  return Math.ceil(lanes / together) * together;
}

/** Copies the lanes that both have, from [rows, fromLanes, size] to [rows, toLanes, size]. */
function moveLanes<Values extends Float32Array | Int32Array>(
  from: Values,
  fromLanes: number,
  to: Values,
  toLanes: number,
  rows: number,
  size: number,
): void {
  const length = Math.min(fromLanes, toLanes) * size;
  for (let row = 0; row < rows; row++) {
    const start = row * fromLanes * size;
    to.set(from.subarray(start, start + length), row * toLanes * size);
  }
}
