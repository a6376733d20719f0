/** An exact fraction in lowest terms, the denominator positive. */
export interface Fraction {
  readonly n: number;
  readonly d: number;
}

/** n / d in lowest terms; throws a RangeError when d is 0. */
export function fraction(n: number, d = 1): Fraction {
  if (d === 0) throw new RangeError("A fraction has no denominator of 0.");
  const divisor = greatestDivisor(Math.abs(n), Math.abs(d)) * Math.sign(d);
  return { n: n / divisor, d: d / divisor };
}

export const zero: Fraction = { n: 0, d: 1 };
export const one: Fraction = { n: 1, d: 1 };

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { n: -b.n, d: b.d });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

/** a / b; throws a RangeError when b is 0. */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d, a.d * b.n);
}

/** Less than 0 when a < b, 0 when they are equal, more than 0 when a > b. */
export function compare(a: Fraction, b: Fraction): number {
  return a.n * b.d - b.n * a.d;
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.n === b.n && a.d === b.d;
}

/** Whether a is a whole number of times b. */
export function isMultiple(a: Fraction, b: Fraction): boolean {
  return (a.n * b.d) % (a.d * b.n) === 0;
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
