import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { commands, type LogOutputChannel, workspace } from "vscode";
import { userErrorName } from "../../shared/composeProtocol";
import type { Computing } from "../../shared/computing";
import type { Notices } from "../notices";
import type { ModelWorker } from "./modelWorker";

/** A model that is loaded. */
export interface FoundModel {
  readonly directory: string;
  readonly backend: string;
  /** What is wrong with the model that the settings name, and that it is another one that composes. */
  readonly problem?: string;
}

/** Finds the model to compose with: the one that the settings name, else the bundled one. */
export class ModelChoice {
  private readonly worker: ModelWorker;
  private readonly bundled: string;
  private readonly notices: Notices;
  private readonly log: LogOutputChannel;
  /** The settings of which the user was told that their backend does not work. */
  private toldOf = "";

  /** `bundled` is the folder of the model that comes with the extension. */
  constructor(worker: ModelWorker, bundled: string, notices: Notices, log: LogOutputChannel) {
    this.worker = worker;
    this.bundled = bundled;
    this.notices = notices;
    this.log = log;
  }

  /** The folder of a model that loads; where the one in `setting` does not, the user is told and it is the bundled one. */
  async usable(setting: string, computing: Computing): Promise<string> {
    const { directory, backend, problem } = await this.find(setting, computing);
    if (problem !== undefined) void this.offerSettings(problem);
    this.tellOfBackend(computing, backend);
    return directory;
  }

  /** As `usable`, but what is to be told is in the result. */
  async find(setting: string, computing: Computing): Promise<FoundModel> {
    const own = setting === "" ? undefined : modelFolder(setting);
    let problem: string | undefined;
    if (own !== undefined) {
      try {
        return await this.load(own, computing);
      } catch (error) {
        problem = `${whatIsWrong(own, error)}; the bundled model composes instead.`;
      }
    }
    const bundled = await this.load(this.bundled, computing);
    return problem === undefined ? bundled : { ...bundled, problem };
  }

  private async load(directory: string, computing: Computing): Promise<FoundModel> {
    const { name, cell, layers, hidden, backend, loadMilliseconds } = await this.worker.load(
      directory,
      computing,
    );
    this.log.debug(
      `Model ${name}: ${layers} × ${hidden} ${cell} on ${backend}, loaded in ${Math.round(loadMilliseconds)} ms.`,
    );
    return { directory, backend };
  }

  /** Says, once for the same settings, that the backend that was wanted is not the one that composes. */
  private tellOfBackend(computing: Computing, backend: string): void {
    const wanted = computing.backend;
    if (wanted === "auto" || wanted === backend) return;
    const settings = JSON.stringify(computing);
    if (settings === this.toldOf) return;
    this.toldOf = settings;
    const sentence = `The backend ${wanted} does not work here, so ${backend} composes instead; the log says why.`;
    void this.offerSettings(sentence, "tunesmith.backend");
  }

  private async offerSettings(sentence: string, setting = "tunesmith.modelFolder"): Promise<void> {
    const chosen = await this.notices.warn(sentence, "Open Settings");
    if (chosen) await commands.executeCommand("workbench.action.openSettings", setting);
  }
}

function whatIsWrong(folder: string, error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const reason = message.replace(/\.$/, "");
  return name === userErrorName ? reason : `The model in ${folder} cannot be used: ${reason}`;
}

/** The path that a setting means: `~` is the home folder, a relative path starts at the first workspace folder. */
function modelFolder(setting: string): string {
  if (setting === "~" || /^~[\\/]/.test(setting)) return join(homedir(), setting.slice(1));
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  return resolve(folder?.uri.fsPath ?? homedir(), setting);
}
