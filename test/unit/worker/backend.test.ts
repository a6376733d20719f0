import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { chooseBackend } from "../../../src/worker/backend";

test("without its .wasm files the wasm backend gives way to cpu, and the log says both", async () => {
  const empty = mkdtempSync(path.join(tmpdir(), "backend-"));
  const lines: string[] = [];
  try {
    expect(await chooseBackend(empty, (line) => lines.push(line))).toBe("cpu");
  } finally {
    rmSync(empty, { recursive: true });
  }
  expect(tf.getBackend()).toBe("cpu");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^The backend wasm did not load/);
  expect(lines[1]).toMatch(/^Backend: cpu /);
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
});
