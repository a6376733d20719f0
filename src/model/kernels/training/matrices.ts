import type { Address } from "../kernels";
import { blockRows } from "./layout";
import type { Share } from "./share";

/** What a product works with. */
export type Workbench = Pick<Share, "kernels" | "own">;

/**
 * y[m, n] += x[m, k] · B, x and y row-major and without gaps, B packed in panels of 8 columns. x is packed as well, a block
 * of rows at a time: rows that lie a power of two apart would drive each other from the cache.
 */
export function addProduct(
  { kernels, own }: Workbench,
  x: Address,
  b: Address,
  y: Address,
  m: number,
  k: number,
  n: number,
): void {
  for (let from = 0; from < m; from += blockRows) {
    const rows = Math.min(blockRows, m - from);
    kernels.packRows(x + from * k * 4, rows, k, own.packedRows);
    kernels.multiply(own.packedRows, b, y + from * n * 4, n, 8, rows, k, n);
  }
}

/**
 * gradient[k, n] += x[m, k]ᵀ · dy[m, n]: what rows give the matrix they went through. x and dy are row-major and without
 * gaps, the gradient is packed as its matrix is.
 */
export function addGradient(
  { kernels, own }: Workbench,
  x: Address,
  dy: Address,
  gradient: Address,
  m: number,
  k: number,
  n: number,
): void {
  for (let from = 0; from < m; from += blockRows) {
    const rows = Math.min(blockRows, m - from);
    kernels.packColumns(x + from * k * 4, rows, k, own.packedRows);
    kernels.pack(dy + from * n * 4, rows, n, own.packedColumns);
    kernels.multiply(own.packedRows, own.packedColumns, gradient, 8, 8 * k, k, rows, n);
  }
}
