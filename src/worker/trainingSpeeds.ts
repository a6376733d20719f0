import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type RungName, rungNames } from "./rung";

/** Characters per second that rungs train, of those that can. */
export type TrainingSpeeds = Partial<Record<RungName, number>>;

const fileName = "training-backends.json";

/** As many measurements are kept; those made first go first. */
const mostKept = 50;

/** The speeds kept in a folder under a key; nothing when there are none, or what is there cannot be read. */
export function keptSpeeds(folder: string, key: string): TrainingSpeeds | undefined {
  const speeds = read(folder)[key];
  return isSpeeds(speeds) ? speeds : undefined;
}

/** Keeps speeds in a folder under a key; throws when they cannot be written. */
export function keepSpeeds(folder: string, key: string, speeds: TrainingSpeeds): void {
  mkdirSync(folder, { recursive: true });
  const { [key]: _, ...others } = read(folder);
  const kept = Object.entries(others).slice(1 - mostKept);
  const file = path.join(folder, fileName);
  // Written beside and renamed, as others may be reading it.
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, `${JSON.stringify(Object.fromEntries([...kept, [key, speeds]]))}\n`);
  renameSync(unfinished, file);
}

function read(folder: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readFileSync(path.join(folder, fileName), "utf8"));
    return typeof json === "object" && json !== null ? { ...json } : {};
  } catch {
    // Not there yet, or damaged: measured anew.
    return {};
  }
}

function isSpeeds(value: unknown): value is TrainingSpeeds {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).every(
    ([name, speed]) =>
      rungNames.some((known) => known === name) && Number.isFinite(speed) && speed > 0,
  );
}
