import { weightNames } from "../../architecture";
import type { Address } from "../kernels";
import { behindFirst } from "./forward";
import type { LayerWork, PackedWeight } from "./layout";
import { addGradient, addProduct } from "./matrices";
import type { Share } from "./share";

/** Backward through time behind `forward`: adds this thread's lanes to its gradients of all parameters. */
export function backward(share: Share): void {
  const { kernels, architecture, layout, own, steps, lanes } = share;
  const { units, head, columns } = layout;
  const rows = steps * lanes;
  const top = behindFirst(share, own.layers[architecture.layers - 1] as LayerWork);
  const read = share.dropout ? own.masked : top;
  addGradient(
    share,
    read,
    own.logits,
    gradient(share, weightNames.outputKernel),
    rows,
    units,
    head,
  );
  kernels.sumRows(gradient(share, weightNames.outputBias), own.logits, rows, head);
  kernels.clear(own.dOutputs, rows * units);
  const output = transposed(share, weightNames.outputKernel);
  addProduct(share, own.logits, output, own.dOutputs, rows, head, units);
  if (share.dropout) kernels.scale(own.dOutputs, own.dOutputs, own.mask, rows * units);
  for (let layer = architecture.layers - 1; layer >= 0; layer--) {
    const place = own.layers[layer] as LayerWork;
    recurBack(share, place, transposed(share, weightNames.recurrent(layer)));
    const recurrent = gradient(share, weightNames.recurrent(layer));
    addGradient(share, place.hidden, place.z, recurrent, rows, units, columns);
    if (layer === 0) {
      tablesBack(share, place.z, rows);
      return;
    }
    const below = behindFirst(share, own.layers[layer - 1] as LayerWork);
    addGradient(
      share,
      below,
      place.z,
      gradient(share, weightNames.kernel(layer)),
      rows,
      units,
      columns,
    );
    kernels.sumRows(gradient(share, weightNames.bias(layer)), place.z, rows, columns);
    kernels.clear(own.dOutputs, rows * units);
    const kernel = transposed(share, weightNames.kernel(layer));
    addProduct(share, place.z, kernel, own.dOutputs, rows, columns, units);
  }
}

/** Turns a layer's activated gates into the gradients of z, from the last step to the first. */
function recurBack(share: Share, place: LayerWork, recurrentTransposed: Address): void {
  const { kernels, architecture, layout, own, steps, lanes } = share;
  const { units, columns } = layout;
  const state = lanes * units * 4;
  const gates = lanes * columns * 4;
  kernels.clear(own.dCell, lanes * units);
  for (let t = steps - 1; t >= 0; t--) {
    const z = place.z + t * gates;
    const dh = own.dOutputs + t * state;
    if (t < steps - 1) addProduct(share, z + gates, recurrentTransposed, dh, lanes, columns, units);
    if (architecture.cell === "rnn") {
      kernels.rnnBackward(place.hidden + (t + 1) * state, dh, z, lanes * units);
    } else {
      const [c, tanh] = [place.cell + t * state, place.tanhCell + t * state];
      kernels.lstmBackward(z, c, tanh, dh, own.dCell, lanes, units);
    }
  }
}

/** Gradients of the first layer's kernel, its bias and the embeddings, by way of those of the tables. */
function tablesBack(share: Share, z: Address, rows: number): void {
  const { kernels, architecture, layout, own } = share;
  const { columns, embedding } = layout;
  const kernel = gradient(share, weightNames.kernel(0));
  const kernelTransposed = transposed(share, weightNames.kernel(0));
  const { firstRows } = layout;
  const count = firstRows.length;
  const last = architecture.inputs.at(-1)?.size ?? 0;
  kernels.clear(own.dTable, ((firstRows.at(-1) ?? 0) + last) * columns);
  kernels.scatterAdd(z, own.ids, 4 * count, rows, count, own.dTable, columns);
  for (const [index, input] of architecture.inputs.entries()) {
    const dTable = own.dTable + (firstRows[index] as number) * columns * 4;
    const name = weightNames.embedding(input);
    const rowsOf = layout.values + (layout.parameters.get(name)?.offset as number) * 4;
    addGradient(share, rowsOf, dTable, kernel, input.size, embedding, columns);
    const into = gradient(share, name);
    addProduct(share, dTable, kernelTransposed, into, input.size, columns, embedding);
    if (index > 0) continue;
    // Every row of z went through one row of the first table, which holds the bias.
    kernels.sumRows(gradient(share, weightNames.bias(0)), dTable, input.size, columns);
  }
}

function gradient({ layout, own }: Share, name: string): Address {
  return own.gradients + (layout.parameters.get(name)?.offset as number) * 4;
}

function transposed({ layout }: Share, name: string): Address {
  return (layout.packed.get(name) as PackedWeight).transposed;
}
