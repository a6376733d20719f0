import path from "node:path";
import { usualComputing } from "../src/shared/computing";
import { Ladder } from "../src/worker/backend";
import { evaluateModel } from "../src/worker/evaluateModel";
import { loadModel } from "../src/worker/loadedModel";
import { readTuneSources } from "../src/worker/tuneFiles";
import { countAccepted } from "./acceptance";
import { countBooks } from "./books";
import { countContinuations } from "./continuations";
import { fuzz } from "./fuzz";
import { countMeters } from "./meter";

// Counts over real corpora: `main DATA DIST MODEL` prints one JSON object for scripts/verify.mjs.
const [data = "", dist = "", model = ""] = process.argv.slice(2);

async function verify(): Promise<object> {
  const rung = await new Ladder({ distFolder: dist }, () => {}).rung();
  const loaded = await loadModel(model, rung, usualComputing.precision);
  const fields = loaded.checkpoint.metadata.preprocessing.fields;
  const folk = ["train", "val"].map((name) => path.join(data, "folk", `${name}.jsonl`));
  const study = ["train", "val", "test"].map((name) => path.join(data, "ucsd", `${name}.txt`));
  const heldOut = path.join(data, "folk", "val.jsonl");
  return {
    folk: countBooks(readTuneSources(folk), fields),
    study: countBooks(readTuneSources(study), "*"),
    heldOut: await evaluateModel(rung, loaded.checkpoint, [heldOut]),
    heldOutInt8: await evaluateModel(rung, loaded.checkpoint, [heldOut], { precision: "int8" }),
    accepted: countAccepted(readTuneSources([heldOut]), fields),
    meters: await countMeters(loaded, readTuneSources([heldOut]), 200),
    continuations: await countContinuations(loaded, readTuneSources([heldOut]), 200),
    fuzz: await fuzz(loaded, readTuneSources(folk), 10_000),
    model: { ...loaded.info, directory: undefined, training: loaded.checkpoint.metadata.training },
  };
}

void verify().then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
