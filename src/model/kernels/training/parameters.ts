import {
  type Architecture,
  gatesOf,
  type WeightSpec,
  weightNames,
  weightSpecs,
} from "../../architecture";
import { padded } from "../kernels";
import { type Matrix, paddedColumns } from "../packing";

/** A weight as it lies in the kernels' memory: row-major, its blocks of columns padded to multiples of 8. */
export interface Parameter {
  readonly name: string;
  /** The first of its numbers among those of all parameters. */
  readonly offset: number;
  /** How many numbers it takes, padding and all; a multiple of 16. */
  readonly length: number;
  readonly shape: Omit<Matrix, "values">;
  /** Whether weight decay applies: to matrices. */
  readonly decays: boolean;
}

/** The parameters of a network by name, in the order of its weights, and how many numbers they take together. */
export function parametersOf(architecture: Architecture): {
  parameters: ReadonlyMap<string, Parameter>;
  length: number;
} {
  const parameters = new Map<string, Parameter>();
  let offset = 0;
  for (const spec of weightSpecs(architecture)) {
    const shape = shapeOf(architecture, spec);
    const numbers = paddedRows(architecture, spec) * paddedColumns({ ...shape, values: empty });
    const length = (numbers + 15) & ~15;
    const decays = spec.shape.length > 1;
    parameters.set(spec.name, { name: spec.name, offset, length, shape, decays });
    offset += length;
  }
  return { parameters, length: offset };
}

const empty = new Float32Array();

function shapeOf(architecture: Architecture, { name, shape }: WeightSpec): Parameter["shape"] {
  const [rows, columns] = shape.length > 1 ? shape : [1, shape[0]];
  const blocks = name.startsWith("recurrent_") ? gatesOf(architecture.cell) : 1;
  return { rows: rows as number, blocks, size: (columns as number) / blocks };
}

/** Rows of a matrix, and rows of zeros for the padding of what it is multiplied with. */
function paddedRows(architecture: Architecture, { name, shape }: WeightSpec): number {
  if (shape.length === 1) return 1;
  const isTable = architecture.inputs.some((input) => weightNames.embedding(input) === name);
  return isTable ? (shape[0] as number) : padded(shape[0] as number);
}
