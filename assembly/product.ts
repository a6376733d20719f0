/** Bytes of a panel's row: 8 columns of float32. */
const PANEL_ROW: usize = 32;

/**
 * y[lanes, columns] += x[lanes, rows] · W, where W is packed in panels of 8 columns, [columns / 8, rows, 8]. Each sum runs
 * over the rows in order, whatever the number of lanes, so that a lane's result does not depend on its neighbours.
 */
export function product(
  x: usize, xStride: usize, w: usize, y: usize, yStride: usize, rows: i32, columns: i32, lanes: i32,
): void {
  const inFours = lanes & ~3;
  const panel = <usize>rows * PANEL_ROW;
  // A panel stays in the first cache for all lanes: each weight is read from memory once.
  if (inFours) {
    for (let n = 0; n < columns; n += 8) {
      const p = w + <usize>(n >> 3) * panel;
      let from = x, to = y + (<usize>n << 2);
      for (let lane = 0; lane < inFours; lane += 4, from += 4 * xStride, to += 4 * yStride) {
        product4(from, xStride, p, to, yStride, rows);
      }
    }
  }
  for (let lane = inFours; lane < lanes; lane++) {
    product1(x + <usize>lane * xStride, w, y + <usize>lane * yStride, rows, columns);
  }
}

/** One lane: four panels at a time, each sum in a register of its own. */
function product1(x: usize, w: usize, y: usize, rows: i32, columns: i32): void {
  const panel = <usize>rows * PANEL_ROW;
  let n = 0;
  for (; n + 32 <= columns; n += 32) {
    let w0 = w, w1 = w0 + panel, w2 = w1 + panel, w3 = w2 + panel;
    let a0 = v128.load(y), a1 = v128.load(y, 16), a2 = v128.load(y, 32), a3 = v128.load(y, 48);
    let a4 = v128.load(y, 64), a5 = v128.load(y, 80), a6 = v128.load(y, 96), a7 = v128.load(y, 112);
    for (let k = 0, at = x; k < rows; k++, at += 4) {
      const v = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(w0)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(w0, 16)));
      a2 = f32x4.add(a2, f32x4.mul(v, v128.load(w1)));
      a3 = f32x4.add(a3, f32x4.mul(v, v128.load(w1, 16)));
      a4 = f32x4.add(a4, f32x4.mul(v, v128.load(w2)));
      a5 = f32x4.add(a5, f32x4.mul(v, v128.load(w2, 16)));
      a6 = f32x4.add(a6, f32x4.mul(v, v128.load(w3)));
      a7 = f32x4.add(a7, f32x4.mul(v, v128.load(w3, 16)));
      w0 += PANEL_ROW; w1 += PANEL_ROW; w2 += PANEL_ROW; w3 += PANEL_ROW;
    }
    v128.store(y, a0); v128.store(y, a1, 16); v128.store(y, a2, 32); v128.store(y, a3, 48);
    v128.store(y, a4, 64); v128.store(y, a5, 80); v128.store(y, a6, 96); v128.store(y, a7, 112);
    w += 4 * panel;
    y += 128;
  }
  for (; n < columns; n += 8) {
    let a0 = v128.load(y), a1 = v128.load(y, 16);
    for (let k = 0, at = x; k < rows; k++, at += 4) {
      const v = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(w)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(w, 16)));
      w += PANEL_ROW;
    }
    v128.store(y, a0); v128.store(y, a1, 16);
    y += 32;
  }
}

/** Four lanes and one panel. */
// @ts-ignore: decorators are AssemblyScript's own
@inline
function product4(x: usize, xs: usize, w: usize, y: usize, ys: usize, rows: i32): void {
  const y0 = y, y1 = y0 + ys, y2 = y1 + ys, y3 = y2 + ys;
  let a0 = v128.load(y0), a1 = v128.load(y0, 16), b0 = v128.load(y1), b1 = v128.load(y1, 16);
  let c0 = v128.load(y2), c1 = v128.load(y2, 16), d0 = v128.load(y3), d1 = v128.load(y3, 16);
  let x0 = x, x1 = x0 + xs, x2 = x1 + xs, x3 = x2 + xs;
  for (let k = 0; k < rows; k++) {
    const p = v128.load(w), q = v128.load(w, 16);
    const v0 = v128.load32_splat(x0), v1 = v128.load32_splat(x1);
    const v2 = v128.load32_splat(x2), v3 = v128.load32_splat(x3);
    a0 = f32x4.add(a0, f32x4.mul(v0, p)); a1 = f32x4.add(a1, f32x4.mul(v0, q));
    b0 = f32x4.add(b0, f32x4.mul(v1, p)); b1 = f32x4.add(b1, f32x4.mul(v1, q));
    c0 = f32x4.add(c0, f32x4.mul(v2, p)); c1 = f32x4.add(c1, f32x4.mul(v2, q));
    d0 = f32x4.add(d0, f32x4.mul(v3, p)); d1 = f32x4.add(d1, f32x4.mul(v3, q));
    w += PANEL_ROW; x0 += 4; x1 += 4; x2 += 4; x3 += 4;
  }
  v128.store(y0, a0); v128.store(y0, a1, 16); v128.store(y1, b0); v128.store(y1, b1, 16);
  v128.store(y2, c0); v128.store(y2, c1, 16); v128.store(y3, d0); v128.store(y3, d1, 16);
}
