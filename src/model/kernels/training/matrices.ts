import type { Address } from "../kernels";
import { blockRows } from "./layout";
import type { Share } from "./share";

/** Rows of a product at a time: so many stay in the second cache beside the panels. */
const rowsAtOnce = 128;

/** y[m, n] += x[m, k] · B, x and y row-major and without gaps, B packed in panels of k rows. */
export function addProduct(
  { kernels }: Share,
  x: Address,
  b: Address,
  y: Address,
  m: number,
  k: number,
  n: number,
): void {
  for (let from = 0; from < m; from += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, m - from);
    const at = x + from * k * 4;
    kernels.multiply(at, 4 * k, k, 1, b, k, y + from * n * 4, n, rows, k, n);
  }
}

/** gradient[k, n] += x[m, k]ᵀ · dy[m, n], all row-major and without gaps: what the rows give a matrix they went through. */
export function addGradient(
  { kernels, own }: Share,
  x: Address,
  dy: Address,
  gradient: Address,
  m: number,
  k: number,
  n: number,
): void {
  for (let from = 0; from < m; from += blockRows) {
    const rows = Math.min(blockRows, m - from);
    kernels.packRows(x + from * k * 4, k, rows, k, own.packedRows);
    kernels.pack(dy + from * n * 4, n, 1, rows, 0, n / 8, own.packedColumns);
    const blocks = [own.packedRows, 4 * rows, 1, 4] as const;
    kernels.multiply(...blocks, own.packedColumns, rows, gradient, n, k, rows, n);
  }
}
