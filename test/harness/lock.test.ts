import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { alone } from "../../scripts/setup/lock.mjs";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hl-"));
  file = path.join(folder, "work.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("Works of one name follow each other, of two do not", async () => {
  const seen: string[] = [];
  const work = (name: string, what: string) =>
    alone(
      name,
      async () => {
        seen.push(`${what} begins`);
        await sleep(100);
        seen.push(`${what} ends`);
      },
      { folder },
    );
  await Promise.all([work("work", "first"), work("work", "second"), work("other", "third")]);
  expect(seen).toEqual([
    "first begins",
    "third begins",
    "first ends",
    "third ends",
    "second begins",
    "second ends",
  ]);
  expect(existsSync(file)).toBe(false);
});

test("A lock is given back when the work fails", async () => {
  const failing = alone("work", () => Promise.reject(new Error("no")), { folder });
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test("The lock of a process that has gone is taken over by one waiter after the other", async () => {
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  writeFileSync(file, `${pid} left`);
  let working = 0;
  const work = async () => {
    expect(++working).toBe(1);
    await sleep(50);
    working--;
  };
  await Promise.all([1, 2, 3].map(() => alone("work", work, { folder })));
  expect(existsSync(file)).toBe(false);
});

test("A lock whose process number another process has by now is taken over after a while", async () => {
  const told = vi.spyOn(console, "log").mockImplementation(() => {});
  writeFileSync(file, `${process.ppid} left`);
  expect(await alone("work", async () => "done", { folder, patience: 1200, quiet: 300 })).toBe(
    "done",
  );
  expect(told.mock.calls).toEqual([[`Waiting for process ${process.ppid}, which holds ${file}`]]);
  told.mockRestore();
});

test("A holder that shows signs of life keeps its lock, however long it takes", async () => {
  const options = { folder, beat: 100, patience: 900 };
  const seen: string[] = [];
  const slow = alone("work", () => sleep(2000).then(() => seen.push("slow")), options);
  const next = alone("work", async () => seen.push("next"), options);
  await Promise.all([slow, next]);
  expect(seen).toEqual(["slow", "next"]);
});

test("A lock that was taken over meanwhile is left to its new holder", async () => {
  await alone("work", async () => writeFileSync(file, "1 another"), { folder });
  expect(readFileSync(file, "utf8")).toBe("1 another");
});

test("What a process that died while it removed a lock has left is no obstacle", async () => {
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  writeFileSync(file, `${pid} left`);
  writeFileSync(`${file}.stale`, "");
  const old = new Date(Date.now() - 60_000);
  utimesSync(`${file}.stale`, old, old);
  expect(await alone("work", async () => "done", { folder })).toBe("done");
  expect(existsSync(`${file}.stale`)).toBe(false);
});
