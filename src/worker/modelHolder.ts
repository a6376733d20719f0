import { type Computing, usualComputing } from "../shared/computing";
import { Ladder, placesOf, rungsFrom } from "./backend";
import { describeModel, type LoadedModel, loadModel, modelStamp } from "./loadedModel";

/** Holds one model, ready to compose, and the backend it is on; what a request wants otherwise takes their place. */
export class ModelHolder {
  private readonly distFolder: string;
  private readonly log: (line: string) => void;
  private ladder: Ladder | undefined;
  /** What the ladder was made for. */
  private places = "";
  private loaded: LoadedModel | undefined;

  constructor(distFolder: string, log: (line: string) => void) {
    this.distFolder = distFolder;
    this.log = log;
  }

  /** The model in a folder, as it is there now; throws a UserError that names what is wrong with it. One at a time. */
  async model(directory: string, computing: Computing = usualComputing): Promise<LoadedModel> {
    const ladder = await this.ladderFor(computing);
    const stamp = modelStamp(directory);
    const { loaded } = this;
    const isSame =
      loaded?.info.directory === directory &&
      loaded.stamp === stamp &&
      loaded.wanted === computing.precision;
    if (isSame) return loaded;
    const next = await loadModel(directory, ladder, computing.precision);
    this.loaded?.network.dispose();
    this.loaded = next;
    this.log(describeModel(next));
    return next;
  }

  /** The ladder for these settings; another one goes, and what is on it, and one without a rung left, to begin anew. */
  private async ladderFor(computing: Computing): Promise<Ladder> {
    const places = placesOf(computing, this.distFolder);
    const wanted = JSON.stringify([computing.backend, places]);
    if (this.ladder && !this.ladder.isSpent && this.places === wanted) return this.ladder;
    const { loaded, ladder } = this;
    this.loaded = undefined;
    this.ladder = undefined;
    loaded?.network.dispose();
    await ladder?.dispose();
    this.ladder = new Ladder(places, this.log, rungsFrom(computing.backend));
    this.places = wanted;
    return this.ladder;
  }
}
