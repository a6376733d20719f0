import * as tf from "@tensorflow/tfjs-core";

/** What this file needs of the wasm backend's own interface. */
interface WasmBackend {
  readSync(dataId: tf.DataId): Float32Array | Int32Array;
  makeOutput(
    shape: number[],
    dtype: "float32",
    memoryOffset?: number,
    values?: Float32Array,
  ): tf.TensorInfo;
  disposeData(dataId: tf.DataId): void;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

/**
 * Cures three faults of the wasm backend that stand in the way of training: it has no kernel for the gradient of a
 * look-up (UnsortedSegmentSum); only its untransposed matrix product is fast, so transposed factors are transposed
 * first; and it copies a whole tensor out of its memory to slice a part of it. Does nothing the second time.
 */
export function prepareWasmForTraining(): void {
  if (!tf.getKernel("UnsortedSegmentSum", "wasm")) registerSegmentSum();
  replaceKernel("BatchMatMul", transposeFirst);
  replaceKernel("Slice", sliceInPlace);
}

const replaced = "tunesmithReplaced";

function replaceKernel(name: string, wrap: (original: tf.KernelFunc) => tf.KernelFunc): void {
  const kernel = tf.getKernel(name, "wasm");
  if (replaced in kernel) return;
  tf.unregisterKernel(name, "wasm");
  const mark = { [replaced]: true };
  tf.registerKernel({ ...kernel, kernelFunc: wrap(kernel.kernelFunc), ...mark });
}

/** Slices matrices of numbers inside the backend's memory; leaves all else to the original. */
function sliceInPlace(original: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    if (x.dtype !== "float32" || x.shape.length !== 2) return original(call);
    const { begin, size } = call.attrs as unknown as { begin: number[]; size: number[] };
    const [start, [rows, columns]] = tf.slice_util.parseSliceParams(
      { shape: x.shape, rank: 2 } as tf.Tensor,
      begin,
      size,
    ) as unknown as [[number, number], [number, number]];
    const wasm = call.backend as WasmBackend;
    const result = wasm.makeOutput([rows, columns], "float32");
    // Views are taken after the output is allocated: growing the memory would detach them.
    const from = wasm.typedArrayFromHeap(x);
    const to = wasm.typedArrayFromHeap(result);
    const width = x.shape[1] as number;
    if (columns === width) {
      to.set(from.subarray(start[0] * width, (start[0] + rows) * width));
      return result;
    }
    for (let row = 0; row < rows; row++) {
      const at = (start[0] + row) * width + start[1];
      to.set(from.subarray(at, at + columns), row * columns);
    }
    return result;
  };
}

function transposeFirst(multiply: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = attrs as unknown as {
      transposeA: boolean;
      transposeB: boolean;
    };
    const temporary: tf.TensorInfo[] = [];
    const transposed = (x: tf.TensorInfo): tf.TensorInfo => {
      const rank = x.shape.length;
      const perm = Array.from({ length: rank }, (_, i) => i);
      perm[rank - 1] = rank - 2;
      perm[rank - 2] = rank - 1;
      const transpose = tf.getKernel("Transpose", "wasm");
      const result = transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm } });
      temporary.push(result as tf.TensorInfo);
      return result as tf.TensorInfo;
    };
    const left = transposeA ? transposed(a) : a;
    const right = transposeB ? transposed(b) : b;
    const result = multiply({
      inputs: { a: left, b: right },
      backend,
      attrs: { transposeA: false, transposeB: false },
    });
    for (const { dataId } of temporary) (backend as WasmBackend).disposeData(dataId);
    return result;
  };
}

function registerSegmentSum(): void {
  tf.registerKernel({
    kernelName: "UnsortedSegmentSum",
    backendName: "wasm",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
      const { numSegments } = attrs as unknown as { numSegments: number };
      const wasm = backend as WasmBackend;
      const values = wasm.readSync(x.dataId);
      const segments = wasm.readSync(segmentIds.dataId);
      const rowShape = x.shape.slice(segmentIds.shape.length);
      const width = rowShape.reduce((product, length) => product * length, 1);
      const sums = new Float32Array(numSegments * width);
      for (let row = 0; row < segments.length; row++) {
        const segment = segments[row] as number;
        if (segment < 0) continue;
        const to = segment * width;
        const from = row * width;
        for (let j = 0; j < width; j++) {
          sums[to + j] = (sums[to + j] as number) + (values[from + j] as number);
        }
      }
      return wasm.makeOutput([numSegments, ...rowShape], "float32", undefined, sums);
    },
  });
}
