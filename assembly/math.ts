/** a · b + c, in one rounding where the relaxed build's engine has it. */
// @ts-ignore: decorators are AssemblyScript's own
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * e^x of four numbers, relative error about 1e-7: x = n ln 2 + r and a polynomial of degree 5 in r (Cephes' expf). Adding
 * 1.5 · 2^23 rounds to a whole number and leaves it in the lowest bits, ready to become the exponent.
 */
// @ts-ignore: decorators are AssemblyScript's own
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.0)), f32x4.splat(88.0));
  const rounder = f32x4.splat(12582912);
  const rounded = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), rounder);
  const n = f32x4.sub(rounded, rounder);
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = multiplyAdd(y, x, f32x4.splat(1.3981999507e-3));
  y = multiplyAdd(y, x, f32x4.splat(8.3334519073e-3));
  y = multiplyAdd(y, x, f32x4.splat(4.1665795894e-2));
  y = multiplyAdd(y, x, f32x4.splat(1.6666665459e-1));
  y = multiplyAdd(y, x, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(multiplyAdd(y, f32x4.mul(x, x), x), f32x4.splat(1));
  return f32x4.mul(y, i32x4.add(i32x4.shl(rounded, 23), f32x4.splat(1)));
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorators are AssemblyScript's own
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh x = 2 σ(2x) − 1. */
// @ts-ignore: decorators are AssemblyScript's own
@inline
export function tanh4(x: v128): v128 {
  return f32x4.sub(f32x4.mul(f32x4.splat(2), sigmoid4(f32x4.add(x, x))), f32x4.splat(1));
}
