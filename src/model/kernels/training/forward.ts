import { copiedInputs, weightNames } from "../../architecture";
import type { Address } from "../kernels";
import type { LayerWork, PackedWeight } from "./layout";
import { addProduct } from "./matrices";
import type { Share } from "./share";

/**
 * Reads a thread's lanes from their states: leaves the activated gates, all states and, in `losses`, what the losses are
 * made of; to learn, the gradient of the head, too.
 */
export function forward(share: Share, learns: boolean): void {
  const { kernels, architecture, layout, own, steps, lanes } = share;
  const { units, head, values, parameters } = layout;
  const rows = steps * lanes;
  const parameter = (name: string): Address =>
    values + (parameters.get(name)?.offset as number) * 4;
  const packed = (name: string): Address => (layout.packed.get(name) as PackedWeight).packed;
  for (const [layer, place] of own.layers.entries()) {
    if (layer === 0) {
      const { table, columns, firstRows } = layout;
      const count = firstRows.length;
      kernels.gatherSum(place.z, own.ids, 4 * count, rows, count, table, columns);
    } else {
      const below = behindFirst(share, own.layers[layer - 1] as LayerWork);
      kernels.broadcast(place.z, parameter(weightNames.bias(layer)), rows, layout.columns);
      const kernel = packed(weightNames.kernel(layer));
      addProduct(share, below, kernel, place.z, rows, units, layout.columns);
    }
    recur(share, place, packed(weightNames.recurrent(layer)));
  }
  const top = behindFirst(share, own.layers[architecture.layers - 1] as LayerWork);
  if (share.dropout) kernels.scale(own.masked, top, own.mask, rows * units);
  const read = share.dropout ? own.masked : top;
  kernels.broadcast(own.logits, parameter(weightNames.outputBias), rows, head);
  addProduct(share, read, packed(weightNames.outputKernel), own.logits, rows, units, head);
  const { outputs } = architecture;
  const copied = copiedInputs(architecture).length;
  if (copied > 0) kernels.addCopies(own.logits, own.copied, rows, copied, outputs, head);
  const weights = learns ? own.weights : 0;
  const at = [own.logits, own.targets, weights, own.losses] as const;
  kernels.crossEntropy(...at, rows, outputs, head, share.scale);
  if (learns && copied > 0) {
    kernels.copiesBackward(own.logits, own.copied, rows, copied, outputs, head);
  }
}

/** A layer's hidden states behind every step. */
export function behindFirst({ layout, lanes }: Share, { hidden }: LayerWork): Address {
  return hidden + lanes * layout.units * 4;
}

/** Runs a layer through all steps; z holds W x + b. */
function recur(share: Share, place: LayerWork, recurrent: Address): void {
  const { kernels, architecture, layout, steps, lanes } = share;
  const { units, columns } = layout;
  const state = lanes * units * 4;
  for (let t = 0; t < steps; t++) {
    const z = place.z + t * lanes * columns * 4;
    const h = place.hidden + t * state;
    addProduct(share, h, recurrent, z, lanes, units, columns);
    if (architecture.cell === "rnn") {
      kernels.rnnForward(z, h + state, lanes * units);
    } else {
      const c = place.cell + t * state;
      kernels.lstmForward(z, c, c + state, place.tanhCell + t * state, h + state, lanes, units);
    }
  }
}
