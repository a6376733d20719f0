// The kernels are compiled for the tests as they are for the product.
import path from "node:path";
import { buildKernels } from "../../scripts/setup/kernels.mjs";
import { root } from "../../scripts/setup/root.mjs";

export const setup = () => buildKernels(path.join(root, ".cache/kernels"));
