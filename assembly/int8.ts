/** Bytes of a panel's pair of rows: 8 columns, two int8 each. */
const PANEL_PAIR: usize = 16;

/** q = x · scale, rounded to int16, of `count` numbers, a multiple of 8. */
export function quantize(x: usize, q: usize, count: i32, scale: f32): void {
  const s = f32x4.splat(scale);
  for (let i = 0; i < count; i += 8) {
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x), s)));
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x, 16), s)));
    v128.store(q, i16x8.narrow_i32x4_s(a, b));
    x += 32;
    q += 16;
  }
}

/**
 * y[lanes, columns] += (x[lanes, rows] · W) · scales[columns], where x is int16 and W int8, packed in panels of 8 columns
 * and pairs of rows, [columns / 8, rows / 2, 8, 2]. The sums are of whole numbers, so their order does not matter; whoever
 * quantized x saw to it that they fit 32 bits.
 */
export function productInt8(
  x: usize, xStride: usize, w: usize, scales: usize, y: usize, yStride: usize, rows: i32, columns: i32, lanes: i32,
): void {
  const inFours = lanes & ~3;
  const panel = (<usize>rows >> 1) * PANEL_PAIR;
  if (inFours) {
    for (let n = 0; n < columns; n += 8) {
      const p = w + <usize>(n >> 3) * panel, at = <usize>n << 2;
      let from = x, to = y + at;
      for (let lane = 0; lane < inFours; lane += 4, from += 4 * xStride, to += 4 * yStride) {
        productInt8Of4(from, xStride, p, scales + at, to, yStride, rows);
      }
    }
  }
  for (let lane = inFours; lane < lanes; lane++) {
    productInt8Of1(x + <usize>lane * xStride, w, scales, y + <usize>lane * yStride, rows, columns);
  }
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function scaled(y: usize, sum: v128, scales: usize): void {
  v128.store(y, f32x4.add(v128.load(y), f32x4.mul(f32x4.convert_i32x4_s(sum), v128.load(scales))));
}

function productInt8Of1(x: usize, w: usize, scales: usize, y: usize, rows: i32, columns: i32): void {
  const panel = (<usize>rows >> 1) * PANEL_PAIR;
  let n = 0;
  for (; n + 32 <= columns; n += 32) {
    let w0 = w, w1 = w0 + panel, w2 = w1 + panel, w3 = w2 + panel;
    let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    for (let k = 0, at = x; k < rows; k += 2, at += 4) {
      const v = v128.load32_splat(at);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v, v128.load8x8_s(w0)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v, v128.load8x8_s(w0, 8)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v, v128.load8x8_s(w1)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v, v128.load8x8_s(w1, 8)));
      a4 = i32x4.add(a4, i32x4.dot_i16x8_s(v, v128.load8x8_s(w2)));
      a5 = i32x4.add(a5, i32x4.dot_i16x8_s(v, v128.load8x8_s(w2, 8)));
      a6 = i32x4.add(a6, i32x4.dot_i16x8_s(v, v128.load8x8_s(w3)));
      a7 = i32x4.add(a7, i32x4.dot_i16x8_s(v, v128.load8x8_s(w3, 8)));
      w0 += PANEL_PAIR; w1 += PANEL_PAIR; w2 += PANEL_PAIR; w3 += PANEL_PAIR;
    }
    scaled(y, a0, scales); scaled(y + 16, a1, scales + 16);
    scaled(y + 32, a2, scales + 32); scaled(y + 48, a3, scales + 48);
    scaled(y + 64, a4, scales + 64); scaled(y + 80, a5, scales + 80);
    scaled(y + 96, a6, scales + 96); scaled(y + 112, a7, scales + 112);
    w += 4 * panel;
    y += 128;
    scales += 128;
  }
  for (; n < columns; n += 8) {
    let a0 = i32x4.splat(0), a1 = a0;
    for (let k = 0, at = x; k < rows; k += 2, at += 4) {
      const v = v128.load32_splat(at);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v, v128.load8x8_s(w)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v, v128.load8x8_s(w, 8)));
      w += PANEL_PAIR;
    }
    scaled(y, a0, scales); scaled(y + 16, a1, scales + 16);
    y += 32;
    scales += 32;
  }
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function productInt8Of4(x: usize, xs: usize, w: usize, scales: usize, y: usize, ys: usize, rows: i32): void {
  let a0 = i32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  let x0 = x, x1 = x0 + xs, x2 = x1 + xs, x3 = x2 + xs;
  for (let k = 0; k < rows; k += 2) {
    const p = v128.load8x8_s(w), q = v128.load8x8_s(w, 8);
    const v0 = v128.load32_splat(x0), v1 = v128.load32_splat(x1);
    const v2 = v128.load32_splat(x2), v3 = v128.load32_splat(x3);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v0, p)); a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v0, q));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(v1, p)); b1 = i32x4.add(b1, i32x4.dot_i16x8_s(v1, q));
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(v2, p)); c1 = i32x4.add(c1, i32x4.dot_i16x8_s(v2, q));
    d0 = i32x4.add(d0, i32x4.dot_i16x8_s(v3, p)); d1 = i32x4.add(d1, i32x4.dot_i16x8_s(v3, q));
    w += PANEL_PAIR; x0 += 4; x1 += 4; x2 += 4; x3 += 4;
  }
  scaled(y, a0, scales); scaled(y + 16, a1, scales + 16);
  scaled(y + ys, b0, scales); scaled(y + ys + 16, b1, scales + 16);
  scaled(y + 2 * ys, c0, scales); scaled(y + 2 * ys + 16, c1, scales + 16);
  scaled(y + 3 * ys, d0, scales); scaled(y + 3 * ys + 16, d1, scales + 16);
}
