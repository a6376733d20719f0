import { createRequire } from "node:module";
import path from "node:path";
import { symbols } from "../data";
import type { Composer } from "../peer";
import { architectureOf } from "../work";

interface OrtTensor {
  readonly data: Float32Array;
}

interface Session {
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
}

/** What this file needs of onnxruntime-node. */
interface Runtime {
  readonly Tensor: new (
    type: "float32" | "int32",
    data: Float32Array | Int32Array,
    dims: readonly number[],
  ) => OrtTensor;
  readonly InferenceSession: {
    create(file: string, options: object): Promise<Session>;
  };
}

/** Composes with onnxruntime-node on one thread; `folder` is the one it is installed in, `file` the model. */
export async function onnxruntime(
  folder: string,
  file: string,
  size: string,
  lanes: number,
): Promise<Composer> {
  const load = createRequire(path.join(folder, "package.json"));
  const { Tensor, InferenceSession } = load("onnxruntime-node") as Runtime;
  const { layers, hidden } = architectureOf(size);
  const session = await InferenceSession.create(file, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
  });
  const state: Record<string, OrtTensor> = {};
  for (let layer = 0; layer < layers; layer++) {
    for (const name of ["h", "c"]) {
      const zeros = new Float32Array(lanes * hidden);
      state[`${name}${layer}`] = new Tensor("float32", zeros, [1, lanes, hidden]);
    }
  }
  return {
    async step(ids) {
      const feeds = { ...state, ids: new Tensor("int32", ids, [1, lanes]) };
      const results = await session.run(feeds);
      for (const name of Object.keys(state)) state[name] = results[`${name}_next`] as OrtTensor;
      const { logits } = results;
      if (logits?.data.length !== lanes * symbols)
        throw new Error("onnxruntime gave other logits.");
      return logits.data;
    },
  };
}
