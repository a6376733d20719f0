import { type Architecture, gatesOf, weightNames } from "../architecture";
import { headColumns, joinHead } from "../head";
import type { Weights } from "../initialize";
import { type InputTables, placeTables } from "./inputTables";
import type { KernelMemory } from "./kernelMemory";
import { type Address, type Kernels, padded } from "./kernels";
import {
  inputScaleFor,
  type Matrix,
  packInt8Into,
  packInto,
  paddedColumns,
  padInto,
} from "./packing";

/** A packed matrix in memory, to be multiplied with hidden states; `scales` is 0 when it is float32. */
export interface PackedMatrix {
  readonly packed: Address;
  readonly scales: Address;
}

/** A recurrent layer's weights in memory. */
export interface LayerWeights {
  /** What the layer below is multiplied with, and its bias; of the first layer the tables hold both. */
  readonly below: { readonly kernel: PackedMatrix; readonly bias: Address } | undefined;
  readonly recurrent: PackedMatrix;
}

/** A network's weights in the kernels' memory, as composing reads them. */
export interface ComposingWeights {
  readonly tables: InputTables;
  readonly layers: readonly LayerWeights[];
  /** Of the outputs and, behind them, of the copied inputs. */
  readonly head: PackedMatrix;
  readonly headBias: Address;
  /** Bytes of weights that one step reads, a table row apart. */
  readonly bytes: number;
}

/** Puts a network's weights into memory, the matrices as int8 or float32. */
export function placeWeights(
  memory: KernelMemory,
  kernels: Kernels,
  architecture: Architecture,
  separate: Weights,
  int8: boolean,
): ComposingWeights {
  const { cell, layers, hidden } = architecture;
  const weights = joinHead(architecture, separate);
  const blocks = gatesOf(cell);
  const units = padded(hidden);
  const weight = (name: string): Float32Array => weights.get(name) as Float32Array;
  const gates = (name: string, rows: number): Matrix => ({
    values: weight(name),
    rows,
    blocks,
    size: hidden,
  });
  const start = memory.mark;
  const place = (matrix: Matrix): PackedMatrix => {
    const columns = paddedColumns(matrix);
    const packed = memory.allocate(columns * units * (int8 ? 1 : 4));
    const scales = int8 ? memory.allocate(columns * 4) : 0;
    if (int8) {
      const into = memory.bytes(packed, columns * units);
      const scale = inputScaleFor(units);
      packInt8Into(into, memory.floats(scales, columns), matrix, units, scale);
    } else {
      packInto(memory.floats(packed, columns * units), matrix, units);
    }
    return { packed, scales };
  };
  const placeRow = (matrix: Matrix): Address => {
    const address = memory.allocate(paddedColumns(matrix) * 4);
    padInto(memory.floats(address, paddedColumns(matrix)), matrix);
    return address;
  };

  const placed: LayerWeights[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const recurrent = place(gates(weightNames.recurrent(layer), hidden));
    const below =
      layer === 0
        ? undefined
        : {
            kernel: place(gates(weightNames.kernel(layer), hidden)),
            bias: placeRow(gates(weightNames.bias(layer), 1)),
          };
    placed.push({ below, recurrent });
  }
  const size = headColumns(architecture);
  const kernel = weight(weightNames.outputKernel);
  const head = place({ values: kernel, rows: hidden, blocks: 1, size });
  const bytes = memory.mark - start;
  const bias = weight(weightNames.outputBias);
  const headBias = placeRow({ values: bias, rows: 1, blocks: 1, size });

  const tables = placeTables(memory, kernels, architecture, weights, int8);
  return { tables, layers: placed, head, headBias, bytes };
}
