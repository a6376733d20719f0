import { drawnFromSentence } from "../../shared/drawnFrom";
import { seedRemarks } from "../../shared/seed";
import type { ComposeJob } from "./composeJob";
import type { Written } from "./composeRun";
import type { Varied } from "./variations";

/** One sentence, or two where the second matters, on what a run did. */
export function report(written: Written, job: ComposeJob, seedMadeOn: string): string {
  const { stopped, composed, text } = written;
  const seed = composed ? ` (seed ${composed.seedToken})` : "";
  const isRewrite = job.task.kind === "rewrite";
  const done = isRewrite ? "rewritten" : "added";
  const added =
    text === ""
      ? `nothing was ${done}`
      : `${count(written.bars)} ${written.bars > 1 ? "were" : "was"} ${done}${seed}`;
  if (stopped === "failed") {
    return text === "" ? "Composing failed" : `Composing failed after ${count(written.bars)}`;
  }
  if (isRewrite && text === "") {
    return interrupted(stopped, added) ?? "No other music was found that fits there.";
  }
  return (
    interrupted(stopped, added) ??
    [finished(written, job, seed), ...remarks(written, seedMadeOn)].join(" ")
  );
}

/** One sentence on what Next Variation did. */
export function variationReport({
  stopped,
  text,
  bars,
  composed,
  number,
  variations,
}: Varied): string {
  if (text === "")
    return interrupted(stopped, "nothing was changed") ?? "No other music was found here.";
  const seed = composed ? ` (seed ${composed.seedToken})` : "";
  const drawn = drawnFromSentence(variations[number - 1]?.drawnFrom ?? []);
  return [`Variation ${number} of ${variations.length}: ${count(bars)}${seed}.`, drawn]
    .join(" ")
    .trim();
}

function interrupted(stopped: Written["stopped"], done: string): string | undefined {
  switch (stopped) {
    case "edited":
      return `Stopped because the text changed: ${done}.`;
    case "undone":
      return "Stopped by Undo: what had been added is gone again.";
    case "hidden":
      return `Stopped because the editor was hidden or closed: ${done}.`;
    case "readOnly":
      return `This document is read-only: ${done}.`;
    case "cancelled":
      return `Cancelled: ${done}.`;
    default:
      return undefined;
  }
}

function finished({ text, bars, stopped }: Written, job: ComposeJob, seed: string): string {
  if (job.task.kind === "rewrite") return `Rewrote ${count(bars)}${seed}.`;
  if (text === "" && (stopped === "length" || stopped === "stuck")) {
    return `Nothing was added${seed}.`;
  }
  if (text === "") return `The model considers the tune finished here${seed}.`;
  const first = job.task.kind === "fromSelection" ? ", the selected ones first" : "";
  return `Added ${job.newTune ? "a new tune of " : ""}${count(bars)}${first}${seed}.`;
}

function remarks({ stopped, composed, text, variations }: Written, seedMadeOn: string): string[] {
  const said: string[] = [];
  if (!composed) return said;
  const own = variations.find((variation) => variation.text === text);
  if (own && own.drawnFrom.length > 0) said.push(drawnFromSentence(own.drawnFrom));
  const { unseen } = composed;
  if (stopped === "length") {
    said.push("It stopped there because the setting Max Characters allows no more.");
  }
  if (stopped === "stuck") {
    said.push("It stopped there because nothing that keeps the meter could follow.");
  }
  if (unseen !== "") {
    said.push(`The model does not know ${[...new Set(unseen)].join(" ")} and left it out.`);
  }
  return [...said, ...seedRemarks(composed, seedMadeOn)];
}

function count(bars: number): string {
  if (bars === 0) return "a part of a bar";
  return bars === 1 ? "1 bar" : `${bars} bars`;
}
