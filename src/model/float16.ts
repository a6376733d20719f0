const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The nearest half-precision number (IEEE 754 binary16) as its 16 bits; ties go to even, overflow to infinity. */
export function float16Bits(value: number): number {
  single[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  let mantissa = word & 0x7fffff;
  if (exponent >= 31) {
    const notANumber = exponent === 143 && mantissa !== 0;
    return sign | 0x7c00 | (notANumber ? 0x200 : 0);
  }
  if (exponent > 0) return sign | roundShift((exponent << 23) | mantissa, 13);
  if (exponent < -10) return sign;
  mantissa |= 0x800000;
  return sign | roundShift(mantissa, 14 - exponent);
}

/** The number that 16 bits of half precision stand for. */
export function fromFloat16Bits(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** Reads half-precision numbers, two bytes each, the low one first, into `values`: all there is place for. */
export function readFloat16(bytes: Uint8Array, values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const half = (bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8);
    const exponent = half & 0x7c00;
    // A normal number has the same digits in single precision, and an exponent that counts from 112 more.
    if (exponent !== 0 && exponent !== 0x7c00) {
      words[i] = ((half & 0x8000) << 16) | (((half & 0x7fff) << 13) + (112 << 23));
    } else {
      values[i] = fromFloat16Bits(half);
    }
  }
}

function roundShift(value: number, by: number): number {
  const half = 1 << (by - 1);
  const rest = value & ((1 << by) - 1);
  const kept = value >>> by;
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
