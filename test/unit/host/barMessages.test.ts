import { expect, test } from "vitest";
import { barMessages } from "../../../src/host/compose/barMessages";

test("A new bar is told of every three seconds at most, and of none in a short run", () => {
  let time = 0;
  const said: string[] = [];
  const reached = barMessages(
    () => time,
    (message) => said.push(`${time} ${message}`),
  );
  for (; time <= 7000; time += 500) reached(1 + Math.floor(time / 1000));
  for (; time <= 20_000; time += 500) reached(9);
  expect(said).toEqual(["3000 bar 4…", "6000 bar 7…", "9000 bar 9…"]);
});
