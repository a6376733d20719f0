/** How many of so many; what is measured on a text, and adds up over texts. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

/** One of one when it is so, none of one when not. */
export function oneIf(isSo: boolean): Share {
  return { part: isSo ? 1 : 0, whole: 1 };
}

/** How many items of a list are as wanted. */
export function shareOf<Item>(
  items: readonly Item[],
  isWanted: (item: Item, index: number) => boolean,
): Share {
  return { part: items.filter(isWanted).length, whole: items.length };
}

/** The shares of several texts in one. */
export function sumOf(shares: readonly Share[]): Share {
  return shares.reduce(
    (sum, { part, whole }) => ({ part: sum.part + part, whole: sum.whole + whole }),
    { part: 0, whole: 0 },
  );
}
