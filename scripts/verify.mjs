// npm run verify -- --data PATH: counts over real corpora (PATH/folk/*.jsonl, PATH/ucsd/*.txt), kept in
// docs/verification.md. The tests run on fixtures of our own; this shows that what they show holds out there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { program } from "./setup/program.mjs";
import { root } from "./setup/root.mjs";

const { values } = parseArgs({ options: { data: { type: "string" } } });
if (!values.data) {
  console.error("Name the folder of the corpora: npm run verify -- --data PATH");
  process.exit(2);
}
await ensureDependencies(root);
await build();
const scratch = mkdtempSync(path.join(tmpdir(), "tunesmith-verify-"));
const verified = await program("verify/main.ts", scratch);
const folders = [values.data, path.join(root, "dist/"), path.join(root, "models/folk")];
const found = await verified(...folders);
rmSync(scratch, { recursive: true, force: true });

/** @param {Record<string, number>} counts */
const books = ({
  sources,
  tunes,
  withoutTune,
  withoutKey,
  untiled,
  changedByCrlf,
  misfound,
  misplaced,
  bars,
}) => [
  `| sources | ${sources} |`,
  `| tunes | ${tunes} |`,
  `| sources without a tune | ${withoutTune} |`,
  `| tunes without K: | ${withoutKey} |`,
  `| sources whose lines do not tile the text | ${untiled} |`,
  `| sources that read otherwise with CRLF | ${changedByCrlf} |`,
  `| bodies at whose start another tune is found | ${misfound} |`,
  `| characters for the model whose offset is wrong | ${misplaced} |`,
  `| bars | ${bars} |`,
];
const { heldOut, heldOutInt8, accepted, meters, continuations } = found;
/** @param {number} part @param {number} whole */
const share = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
/**
 * @typedef {{ temperature: number, keepMeter: boolean, sectionStrength: number, tunes: number, bars: number,
 *   exact: number, played: number, agreed: number, warnings: { message: string, text: string }[], ended: number,
 *   stuck: number, sections: number, sectionsOfFours: number, characters: number, nats: number,
 *   masked: { steps: number, overHalf: number } }} MeterRow
 * @param {MeterRow} row
 */
const meterRow = ({ temperature, tunes, bars, exact, ended, stuck, sections, masked, ...row }) =>
  [
    "",
    temperature,
    row.keepMeter ? `yes, ${row.sectionStrength}` : "no",
    tunes,
    bars,
    bars - exact,
    share(exact, bars),
    row.warnings.length,
    `${row.played - row.agreed} of ${row.played}`,
    share(ended, tunes),
    stuck,
    share(row.sectionsOfFours, sections),
    (row.nats / row.characters).toFixed(3),
    share(masked.overHalf, masked.steps),
    "",
  ]
    .join(" | ")
    .trim();
/** @param {MeterRow[]} rows */
const warningsKept = (rows) => {
  /** @type {Map<string, string[]>} */
  const kinds = new Map();
  for (const { message, text } of rows.flatMap((row) => (row.keepMeter ? row.warnings : []))) {
    const kind = message.replace(/:.*| '[^\]]'/gs, "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), JSON.stringify(text)]);
  }
  if (kinds.size === 0) return [];
  const lines = [...kinds].map(([kind, texts]) => `- ${kind} (${texts.length}): ${texts[0]}`);
  return [
    "What abcjs does not understand where the meter is kept, each with an example:",
    "",
    ...lines,
    "",
  ];
};
/**
 * @typedef {{ kind: string, requests: number, declined: number, silent: number, texts: number, exceptions: number,
 *   faulty: number, faults: Record<string, number>, examples: Record<string, string[]>,
 *   milliseconds: { p50: number, p95: number, max: number } }} FuzzRow
 * @param {FuzzRow} row
 */
const fuzzRow = ({ kind, milliseconds: { p50, p95, max }, ...row }) =>
  `| ${kind} | ${row.requests} | ${row.declined} | ${row.silent} | ${row.texts} | ${row.exceptions} | ${row.faulty} ` +
  `| ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${max.toFixed(1)} |`;
/** @param {FuzzRow} row */
const faultLines = ({ kind, faults, examples }) =>
  Object.entries(faults).map(
    ([fault, count]) => `- ${kind}: ${fault} (${count}): ${JSON.stringify(examples[fault]?.[0])}`,
  );
const text = [
  "# Counts over real corpora",
  "",
  "`npm run verify -- --data PATH` reads the corpora in PATH and writes this page. The corpora are not part of the project.",
  "",
  "## Folk tunes (folk/train.jsonl, folk/val.jsonl)",
  "",
  "| what | count |",
  "| --- | --- |",
  ...books(found.folk),
  "",
  "## The study's files (ucsd/train.txt, val.txt, test.txt)",
  "",
  "| what | count |",
  "| --- | --- |",
  ...books(found.study),
  "",
  "## The bundled model on held-out folk tunes (folk/val.jsonl)",
  "",
  "| what | figure |",
  "| --- | --- |",
  `| tunes (skipped) | ${heldOut.tunes} (${heldOut.skipped}) |`,
  `| characters predicted | ${heldOut.chars} |`,
  `| characters not seen by the model (in bodies) | ${heldOut.dropped} (${heldOut.droppedBody}) |`,
  `| nats per character, whole | ${heldOut.nllPerChar.toFixed(4)} |`,
  `| nats per character, whole, with int8 weights | ${heldOutInt8.nllPerChar.toFixed(4)} |`,
  `| nats per character, body | ${heldOut.bodyNllPerChar.toFixed(4)} |`,
  `| nats per tune, body | ${heldOut.bodyNllPerTune.toFixed(1)} |`,
  "",
  "## Keeping the meter",
  "",
  "Bars are counted by `src/worker/report/barCounter.ts`, which shares nothing with what keeps them right. Counted are bars between plain bar lines.",
  "",
  "| what | figure |",
  "| --- | --- |",
  `| held-out tunes whose bars are right | ${accepted.tunes} |`,
  `| of them fit grammar and meter, after four bars, to the last character | ${accepted.fitting} (${share(accepted.fitting, accepted.tunes)}) |`,
  `| of all, offered to the last character, as what every program reads and engraves is | ${accepted.offered} (${share(accepted.offered, accepted.tunes)}) |`,
  `| of those that fit, left possible by sections at their usual strength | ${accepted.inForm} (${share(accepted.inForm, accepted.fitting)}) |`,
  `| of those that fit, left possible by sections at full strength | ${accepted.inFullForm} (${share(accepted.inFullForm, accepted.fitting)}) |`,
  `| microseconds to ask for and read a character | ${accepted.microsecondsPerCharacter.toFixed(1)} |`,
  "",
  "Held-out tunes continued by the bundled model after four bars, with three seeds each, at most 600 characters:",
  "",
  "| temperature | meter kept, strength of sections | continuations | bars | wrong bars | right bars | abcjs' warnings | bars abcjs plays otherwise | ended by themselves | dead ends | sections of 4, 8, 12 … bars | nats per character | steps with over half masked |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
  ...meters.map(meterRow),
  "",
  ...warningsKept(meters),
  "## Continuations of held-out tunes after four bars (temperature 0.8, seed 1, at most 600 characters)",
  "",
  "| what | figure |",
  "| --- | --- |",
  `| tunes continued | ${continuations.continued} |`,
  `| ended by themselves | ${continuations.ended.end} |`,
  `| cut at 600 characters | ${continuations.ended.length} |`,
  `| left without a character that keeps the meter | ${continuations.ended.stuck} |`,
  `| book still holds exactly one tune | ${continuations.stillOneTune} |`,
  `| characters, mean | ${continuations.meanCharacters.toFixed(1)} |`,
  `| bars, mean | ${continuations.meanBars.toFixed(1)} |`,
  "",
  "## Requests at random places of books of folk tunes (temperature 1)",
  "",
  "Books of five tunes each (folk/train.jsonl, folk/val.jsonl) with text, comments and lyrics between; half of them have CRLF, some tunes two voices. A text is faulty when it breaks a bar that was right, holds a wrong bar, splits a token, or changes other bars, voices or tunes; `verify/change.ts` judges with the bar counter above.",
  "",
  "| request | requests | declined with a sentence | nothing offered | texts | exceptions | faulty texts | ms p50 | p95 | most |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
  ...found.fuzz.map(fuzzRow),
  "",
  ...found.fuzz.flatMap(faultLines),
].join("\n");
console.log(text);
writeFileSync(path.join(root, "docs/verification.md"), text);
