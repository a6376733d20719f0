/** Milliseconds from one message to the next. */
const pace = 3000;

/** Gives a function that hears of every bar and tells `say` of a new one now and then. */
export function barMessages(
  now: () => number,
  say: (message: string) => void,
): (bar: number) => void {
  let said = 0;
  let due = Number.NEGATIVE_INFINITY;
  return (bar) => {
    const time = now();
    if (bar === said || time < due) return;
    said = bar;
    due = time + pace;
    say(`bar ${bar}…`);
  };
}
