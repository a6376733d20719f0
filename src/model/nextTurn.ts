/** The platforms' timers, of which Node has the faster one. */
interface Timers {
  readonly setImmediate?: (run: () => void) => unknown;
  readonly setTimeout: (run: () => void, milliseconds: number) => unknown;
}

/** Lets the event loop turn once, so that messages come in, such as one that cancels. */
export function nextTurn(): Promise<void> {
  const timers = globalThis as unknown as Timers;
  return new Promise((resolve) => {
    if (timers.setImmediate) timers.setImmediate(resolve);
    else timers.setTimeout(resolve, 0);
  });
}
