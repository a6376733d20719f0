import { multiplyAdd } from "./math";

/** Rows of a block: 8 columns of so many rows stay in the first cache. */
const BLOCK: i32 = 256;

/**
 * Packs B [rows, columns] in panels of 8 columns, [columns / 8, rows, 8], panels `from` to `to`. B's element (k, n) is at
 * b + 4 (k · rowStride + n · columnStride), so that a transposed matrix packs as well.
 */
export function pack(b: usize, rowStride: i32, columnStride: i32, rows: i32, from: i32, to: i32, packed: usize): void {
  const rs = <usize>rowStride << 2, cs = <usize>columnStride << 2;
  let out = packed + <usize>from * (<usize>rows << 5);
  for (let panel = from; panel < to; panel++) {
    let at = b + <usize>(panel << 3) * cs;
    if (columnStride == 1) {
      for (let k = 0; k < rows; k++, at += rs, out += 32) {
        v128.store(out, v128.load(at));
        v128.store(out, v128.load(at, 16), 16);
      }
    } else {
      for (let k = 0; k < rows; k++, at += rs, out += 32) {
        for (let j: usize = 0; j < 8; j++) store<f32>(out + (j << 2), load<f32>(at + j * cs));
      }
    }
  }
}

/**
 * Packs the transpose of A [rows, columns] (row stride in numbers) for `multiply`: blocks of 4 columns, [columns / 4, rows, 4].
 */
export function packRows(a: usize, stride: i32, rows: i32, columns: i32, packed: usize): void {
  const rs = <usize>stride << 2;
  const blockSize = <usize>rows << 4;
  for (let k = 0; k < rows; k++, a += rs) {
    let out = packed + (<usize>k << 4);
    for (let n: usize = 0; n < <usize>columns << 2; n += 16, out += blockSize) v128.store(out, v128.load(a + n));
  }
}

/**
 * C[m, n] += A[m, k] · B, where B is packed in panels of 8 columns ([n / 8, k, 8], whole panels of `panelRows` rows). A's
 * element (i, j) of block b = ⌊i / 4⌋ is at a + 4 (b · blockStride + (i mod 4) · rowStride + j · columnStride): rows of a
 * matrix have blockStride = 4 · rowStride, those of `packRows` 4 · rows, 1 and 4.
 */
export function multiply(
  a: usize, blockStride: i32, rowStride: i32, columnStride: i32,
  b: usize, panelRows: i32, c: usize, cStride: i32, m: i32, k: i32, n: i32,
): void {
  const bs = <usize>blockStride << 2, rs = <usize>rowStride << 2, cs = <usize>columnStride << 2, ld = <usize>cStride << 2;
  for (let k0 = 0; k0 < k; k0 += BLOCK) {
    const count = min(BLOCK, k - k0);
    for (let j = 0; j < n; j += 8) {
      const w = b + (<usize>j * <usize>panelRows << 2) + (<usize>k0 << 5);
      let at = a + <usize>k0 * cs;
      let y = c + (<usize>j << 2);
      let i = 0;
      for (; i + 4 <= m; i += 4, at += bs, y += 4 * ld) block4(at, rs, cs, w, y, ld, count);
      for (let r = i; r < m; r++, at += rs, y += ld) block1(at, cs, w, y, count);
    }
  }
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function block4(a: usize, rs: usize, cs: usize, w: usize, y: usize, ld: usize, count: i32): void {
  const y0 = y, y1 = y0 + ld, y2 = y1 + ld, y3 = y2 + ld;
  let p0 = a, p1 = p0 + rs, p2 = p1 + rs, p3 = p2 + rs;
  let a0 = v128.load(y0), a1 = v128.load(y0, 16), b0 = v128.load(y1), b1 = v128.load(y1, 16);
  let c0 = v128.load(y2), c1 = v128.load(y2, 16), d0 = v128.load(y3), d1 = v128.load(y3, 16);
  for (let k = 0; k < count; k++) {
    const p = v128.load(w), q = v128.load(w, 16);
    const v0 = v128.load32_splat(p0), v1 = v128.load32_splat(p1);
    const v2 = v128.load32_splat(p2), v3 = v128.load32_splat(p3);
    a0 = multiplyAdd(v0, p, a0); a1 = multiplyAdd(v0, q, a1);
    b0 = multiplyAdd(v1, p, b0); b1 = multiplyAdd(v1, q, b1);
    c0 = multiplyAdd(v2, p, c0); c1 = multiplyAdd(v2, q, c1);
    d0 = multiplyAdd(v3, p, d0); d1 = multiplyAdd(v3, q, d1);
    w += 32; p0 += cs; p1 += cs; p2 += cs; p3 += cs;
  }
  v128.store(y0, a0); v128.store(y0, a1, 16); v128.store(y1, b0); v128.store(y1, b1, 16);
  v128.store(y2, c0); v128.store(y2, c1, 16); v128.store(y3, d0); v128.store(y3, d1, 16);
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function block1(a: usize, cs: usize, w: usize, y: usize, count: i32): void {
  let a0 = v128.load(y), a1 = v128.load(y, 16);
  for (let k = 0; k < count; k++) {
    const v = v128.load32_splat(a);
    a0 = multiplyAdd(v, v128.load(w), a0);
    a1 = multiplyAdd(v, v128.load(w, 16), a1);
    w += 32; a += cs;
  }
  v128.store(y, a0); v128.store(y, a1, 16);
}
