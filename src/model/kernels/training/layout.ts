import { type Architecture, copiedInputs, gatesOf, weightNames } from "../../architecture";
import { headColumns } from "../../head";
import { type Address, padded } from "../kernels";
import { type Parameter, parametersOf } from "./parameters";

/** How much a layout has room for. */
export interface Room {
  readonly threads: number;
  /** Lanes of one thread, a multiple of 4. */
  readonly lanes: number;
  readonly steps: number;
}

/** A packed matrix of parameters, for x · W, and its transpose, for the gradient of x, dy · Wᵀ. */
export interface PackedWeight {
  readonly rows: number;
  readonly columns: number;
  readonly packed: Address;
  readonly transposed: Address;
}

/** A layer's numbers of one thread. */
export interface LayerWork {
  /** The gates, activated and then their gradient, [steps, lanes, gates · units]. */
  readonly z: Address;
  /** [1 + steps, lanes, units]: the state before the first step, and behind every step. */
  readonly hidden: Address;
  readonly cell: Address;
  /** [steps, lanes, units]. */
  readonly tanhCell: Address;
}

/** What one thread works with. */
export interface ThreadWork {
  /** Gradients of all parameters. */
  readonly gradients: Address;
  /** The table rows that each step sums, [steps, lanes, inputs]. */
  readonly ids: Address;
  /** The values of the copied inputs, [steps, lanes, copied]. */
  readonly copied: Address;
  readonly targets: Address;
  readonly weights: Address;
  /** What the outputs of the last layer are multiplied by, [steps, lanes, units]. */
  readonly mask: Address;
  readonly layers: readonly LayerWork[];
  /** Outputs of the last layer behind the mask, [steps, lanes, units]. */
  readonly masked: Address;
  /** Of the outputs and the copied inputs, [steps, lanes, head]. */
  readonly logits: Address;
  /** [steps, lanes, 2]. */
  readonly losses: Address;
  /** Gradient of a layer's outputs, [steps, lanes, units]. */
  readonly dOutputs: Address;
  /** [lanes, units]. */
  readonly dCell: Address;
  /** Gradients of the tables, one behind the other. */
  readonly dTable: Address;
  /** What the factors of a product are packed into, a block of rows at a time. */
  readonly packedRows: Address;
  readonly packedColumns: Address;
}

/** Where everything is that training needs: a pure function of the network and the room, so that every thread finds it. */
export interface Layout {
  readonly units: number;
  /** Gates times units. */
  readonly columns: number;
  /** The columns of the outputs and, behind them, of the copied inputs. */
  readonly head: number;
  readonly embedding: number;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly length: number;
  readonly values: Address;
  readonly means: Address;
  readonly squares: Address;
  /** The tables of the inputs, [size, gates · units] each, one behind the other, and in which row of them all each begins. */
  readonly table: Address;
  readonly firstRows: readonly number[];
  readonly packed: ReadonlyMap<string, PackedWeight>;
  readonly threads: readonly ThreadWork[];
  /** Bytes in all. */
  readonly end: Address;
}

/** Rows that are packed at a time: so many stay in the second cache. */
export const blockRows = 128;

/** Behind the words by which the threads agree what to do. */
const start: Address = 1024;

/** Lays the memory of training out; what outlives a change of room comes first. */
export function layOut(architecture: Architecture, room: Room): Layout {
  let top = start;
  const place = (numbers: number): Address => {
    const address = top;
    // No bitwise rounding: a chunk may need more numbers than 32 bits count, which must be told, not wrapped around.
    top += Math.ceil(numbers / 16) * 64;
    return address;
  };
  const { parameters, length } = parametersOf(architecture);
  const units = padded(architecture.hidden);
  const columns = gatesOf(architecture.cell) * units;
  const head = padded(headColumns(architecture));
  const embedding = padded(architecture.embedding);
  const [values, means, squares] = [place(length), place(length), place(length)];
  const firstRows: number[] = [];
  let tableRows = 0;
  for (const { size } of architecture.inputs) {
    firstRows.push(tableRows);
    tableRows += size;
  }
  const table = place(tableRows * columns);
  const packed = new Map<string, PackedWeight>();
  const pack = (name: string, rows: number, width: number): void => {
    const { offset } = parameters.get(name) as Parameter;
    const transposed = place(rows * width);
    packed.set(name, { rows, columns: width, packed: values + offset * 4, transposed });
  };
  for (let layer = 0; layer < architecture.layers; layer++) {
    pack(weightNames.kernel(layer), layer === 0 ? embedding : units, columns);
    pack(weightNames.recurrent(layer), units, columns);
  }
  pack(weightNames.outputKernel, units, head);

  const { lanes, steps } = room;
  const rows = steps * lanes;
  const copied = copiedInputs(architecture).length;
  const widest = Math.max(columns, head);
  const threads = Array.from({ length: room.threads }, (): ThreadWork => {
    return {
      gradients: place(length),
      ids: place(rows * architecture.inputs.length),
      copied: place(rows * copied),
      targets: place(rows),
      weights: place(rows),
      mask: place(rows * units),
      layers: Array.from({ length: architecture.layers }, () => ({
        z: place(rows * columns),
        hidden: place((rows + lanes) * units),
        cell: place((rows + lanes) * units),
        tanhCell: place(rows * units),
      })),
      masked: place(rows * units),
      logits: place(rows * head),
      losses: place(rows * 2),
      dOutputs: place(rows * units),
      dCell: place(lanes * units),
      dTable: place(tableRows * columns),
      packedRows: place(blockRows * Math.max(widest, embedding)),
      packedColumns: place(blockRows * widest),
    };
  });
  return {
    units,
    columns,
    head,
    embedding,
    parameters,
    length,
    values,
    means,
    squares,
    table,
    firstRows,
    packed,
    threads,
    end: top,
  };
}
