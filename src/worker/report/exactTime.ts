/** An exact time, in whole notes or in bars. */
export interface Time {
  readonly n: bigint;
  readonly d: bigint;
}

/** No time. */
export const none: Time = { n: 0n, d: 1n };

export function time(n: number, d: number): Time {
  return { n: BigInt(n), d: BigInt(d) };
}

export function plus(a: Time, b: Time): Time {
  return lowest({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
}

export function times(a: Time, b: Time): Time {
  return lowest({ n: a.n * b.n, d: a.d * b.d });
}

/** How many times b is a; b is more than nothing. */
export function over(a: Time, b: Time): Time {
  return lowest({ n: a.n * b.d, d: a.d * b.n });
}

/** As a number, no longer exact. */
export function toNumber({ n, d }: Time): number {
  return Number(n) / Number(d);
}

function lowest({ n, d }: Time): Time {
  let [a, b] = [n, d];
  while (b > 0n) [a, b] = [b, a % b];
  return { n: n / a, d: d / a };
}
