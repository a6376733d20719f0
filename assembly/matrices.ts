import { multiplyAdd } from "./math";

/** Rows of a block: 8 columns of so many rows stay in the first cache. */
const BLOCK: i32 = 256;

/** Packs B [rows, columns], row-major, in panels of 8 columns: [columns / 8, rows, 8]. */
export function pack(b: usize, rows: i32, columns: i32, packed: usize): void {
  const rs = <usize>columns << 2;
  let out = packed;
  for (let n: usize = 0; n < rs; n += 32) {
    let at = b + n;
    for (let k = 0; k < rows; k++, at += rs, out += 32) {
      v128.store(out, v128.load(at));
      v128.store(out, v128.load(at, 16), 16);
    }
  }
}

/**
 * Packs the transpose of a packed matrix W [columns / 8, rows, 8]: [rows / 8, columns, 8], its panels `from` to `to`. Both
 * are made of the same squares of 8 × 8 numbers, each without gaps.
 */
export function transpose(w: usize, rows: i32, columns: i32, from: i32, to: i32, packed: usize): void {
  const panel = <usize>rows << 5;
  let out = packed + <usize>from * (<usize>columns << 5);
  for (let p = from; p < to; p++) {
    let at = w + (<usize>p << 8);
    for (let n = 0; n < columns; n += 8, at += panel, out += 256) {
      for (let i: usize = 0; i < 32; i += 4) {
        for (let j: usize = 0; j < 32; j += 4) store<f32>(out + (i << 3) + j, load<f32>(at + (j << 3) + i));
      }
    }
  }
}

/** Packs A [rows, columns], row-major, in blocks of 4 rows: [rows / 4, columns, 4]; the last block may not be full. */
export function packRows(a: usize, rows: i32, columns: i32, packed: usize): void {
  const rs = <usize>columns << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4, a += 4 * rs) {
    for (let n: usize = 0; n < rs; n += 16, packed += 64) {
      const p = v128.load(a + n), q = v128.load(a + rs + n), s = v128.load(a + 2 * rs + n), t = v128.load(a + 3 * rs + n);
      const pq = v128.shuffle<i32>(p, q, 0, 4, 1, 5), st = v128.shuffle<i32>(s, t, 0, 4, 1, 5);
      v128.store(packed, v128.shuffle<i64>(pq, st, 0, 2));
      v128.store(packed, v128.shuffle<i64>(pq, st, 1, 3), 16);
      const pq2 = v128.shuffle<i32>(p, q, 2, 6, 3, 7), st2 = v128.shuffle<i32>(s, t, 2, 6, 3, 7);
      v128.store(packed, v128.shuffle<i64>(pq2, st2, 0, 2), 32);
      v128.store(packed, v128.shuffle<i64>(pq2, st2, 1, 3), 48);
    }
  }
  for (; r < rows; r++, a += rs, packed += 4) {
    for (let n: usize = 0; n < rs; n += 4) store<f32>(packed + (n << 2), load<f32>(a + n));
  }
}

/** Packs the transpose of A [rows, columns], row-major, in blocks of 4 of its columns: [columns / 4, rows, 4]. */
export function packColumns(a: usize, rows: i32, columns: i32, packed: usize): void {
  const rs = <usize>columns << 2;
  const block = <usize>rows << 4;
  for (let k = 0; k < rows; k++, a += rs, packed += 16) {
    let out = packed;
    for (let n: usize = 0; n < rs; n += 16, out += block) v128.store(out, v128.load(a + n));
  }
}

/**
 * C[m, n] += A[m, k] · B, where A is packed in blocks of 4 rows, [m / 4, k, 4], and B in panels of 8 columns, [n / 8, k, 8].
 * C's rows lie cStride numbers apart, its panels of 8 columns cPanel: 8 in a row-major matrix, 8 · rows in a packed one,
 * whose cStride is 8.
 */
export function multiply(a: usize, b: usize, c: usize, cStride: i32, cPanel: i32, m: i32, k: i32, n: i32): void {
  const block = <usize>k << 4, width = <usize>k << 5, ld = <usize>cStride << 2, panel = <usize>cPanel << 2;
  for (let k0 = 0; k0 < k; k0 += BLOCK) {
    const count = min(BLOCK, k - k0);
    for (let j = 0; j < n; j += 8) {
      const w = b + <usize>(j >> 3) * width + (<usize>k0 << 5);
      let at = a + (<usize>k0 << 4);
      let y = c + <usize>(j >> 3) * panel;
      let i = 0;
      for (; i + 4 <= m; i += 4, at += block, y += 4 * ld) block4(at, w, y, ld, count);
      for (; i < m; i++, at += 4, y += ld) block1(at, w, y, count);
    }
  }
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function block4(a: usize, w: usize, y: usize, ld: usize, count: i32): void {
  const y0 = y, y1 = y0 + ld, y2 = y1 + ld, y3 = y2 + ld;
  let a0 = v128.load(y0), a1 = v128.load(y0, 16), b0 = v128.load(y1), b1 = v128.load(y1, 16);
  let c0 = v128.load(y2), c1 = v128.load(y2, 16), d0 = v128.load(y3), d1 = v128.load(y3, 16);
  for (const end = a + (<usize>count << 4); a < end; a += 16, w += 32) {
    const p = v128.load(w), q = v128.load(w, 16);
    const v0 = v128.load32_splat(a), v1 = v128.load32_splat(a, 4);
    const v2 = v128.load32_splat(a, 8), v3 = v128.load32_splat(a, 12);
    a0 = multiplyAdd(v0, p, a0); a1 = multiplyAdd(v0, q, a1);
    b0 = multiplyAdd(v1, p, b0); b1 = multiplyAdd(v1, q, b1);
    c0 = multiplyAdd(v2, p, c0); c1 = multiplyAdd(v2, q, c1);
    d0 = multiplyAdd(v3, p, d0); d1 = multiplyAdd(v3, q, d1);
  }
  v128.store(y0, a0); v128.store(y0, a1, 16); v128.store(y1, b0); v128.store(y1, b1, 16);
  v128.store(y2, c0); v128.store(y2, c1, 16); v128.store(y3, d0); v128.store(y3, d1, 16);
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function block1(a: usize, w: usize, y: usize, count: i32): void {
  let a0 = v128.load(y), a1 = v128.load(y, 16);
  for (const end = a + (<usize>count << 4); a < end; a += 16, w += 32) {
    const v = v128.load32_splat(a);
    a0 = multiplyAdd(v, v128.load(w), a0);
    a1 = multiplyAdd(v, v128.load(w, 16), a1);
  }
  v128.store(y, a0); v128.store(y, a1, 16);
}
