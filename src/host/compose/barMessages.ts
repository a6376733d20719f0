/** Milliseconds from one message to the next. */
const pace = 3000;

/** Gives a function that hears of every bar and tells `say` of a new one now and then; short runs need no telling. */
export function barMessages(
  now: () => number,
  say: (message: string) => void,
): (bar: number) => void {
  let said = 0;
  let due = now() + pace;
  return (bar) => {
    const time = now();
    if (bar === said || time < due) return;
    said = bar;
    due = time + pace;
    say(`bar ${bar}…`);
  };
}
