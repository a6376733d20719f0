import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { packageExtension } from "../../scripts/setup/build.mjs";
import { root } from "../../scripts/setup/root.mjs";
import { startServer } from "../../scripts/vscode/server.mjs";
import { prepareServer } from "../../scripts/vscode/versions.mjs";
import { workbenchUrl } from "../../scripts/vscode/workbenchUrl.mjs";
import { openPage } from "../harness/browser.mjs";

/** VS Code with the packaged extension installed and one tune book open, used with mouse and keyboard. */
export class Workbench {
  readonly page: Page;
  private readonly book: string;
  private readonly close: () => Promise<void>;

  private constructor(page: Page, book: string, close: () => Promise<void>) {
    this.page = page;
    this.book = book;
    this.close = close;
  }

  /** Opens `text` as a tune book. */
  static async open(text: string, settings: Record<string, unknown>): Promise<Workbench> {
    const scratch = mkdtempSync(path.join(tmpdir(), "ui-"));
    const vsix = path.join(scratch, "tunesmith.vsix");
    const folder = path.join(scratch, "books");
    const file = path.join(folder, "book.abc");
    const closing: (() => unknown)[] = [() => rmSync(scratch, { recursive: true })];
    const close = async (): Promise<void> => {
      for (const step of closing.reverse()) await step();
    };
    try {
      mkdirSync(folder);
      writeFileSync(file, text);
      await packageExtension(vsix);
      const server = await startServer(await prepareServer("newest"), { vsix, settings });
      closing.push(server.stop);
      const { browser, page } = await openPage();
      closing.push(() => browser.close());
      await page.goto(workbenchUrl({ port: server.port, folder, file }));
      await page.locator("#status\\.editor\\.mode", { hasText: "ABC" }).waitFor();
      return new Workbench(page, file, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Puts the cursor at the end of the book. */
  async goToEnd(): Promise<void> {
    await this.page.locator('.monaco-editor[data-uri*="book.abc"] .view-lines').first().click();
    await this.page.keyboard.press("Control+End");
  }

  /** Runs a command from the palette. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-widget input.input").first().fill(`>${title}`);
    await this.page
      .locator(".quick-input-list .monaco-list-row", { hasText: title })
      .first()
      .waitFor();
    await this.page.keyboard.press("Enter");
  }

  undo(): Promise<void> {
    return this.page.keyboard.press("Control+z");
  }

  redo(): Promise<void> {
    return this.page.keyboard.press("Control+Shift+z");
  }

  /** Saves, and answers what the file then holds. */
  async save(): Promise<string> {
    const dirty = this.page.locator(".tab.dirty");
    await dirty.waitFor();
    await this.page.keyboard.press("Control+s");
    await dirty.waitFor({ state: "detached" });
    return readFileSync(this.book, "utf8");
  }

  /** The text that is suggested behind the cursor; its lines run together. */
  async suggestion(): Promise<string> {
    const parts = await this.page.locator(".ghost-text-decoration, .ghost-text").allInnerTexts();
    return parts.join("").replaceAll("\u00a0", " ");
  }

  /** Sets settings of the workspace, in place of those set before. */
  configure(settings: Record<string, unknown>): void {
    const folder = path.join(path.dirname(this.book), ".vscode");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
  }

  /** Waits for a toast that says so. */
  async told(sentence: RegExp): Promise<void> {
    await this.page.locator(".notification-toast", { hasText: sentence }).first().waitFor();
  }

  /** Keeps a picture as test-results/`name`.png. */
  async picture(name: string): Promise<void> {
    // Toasts fade in.
    await this.page.waitForTimeout(600);
    await this.page.screenshot({ path: path.join(root, "test-results", `${name}.png`) });
  }

  dispose(): Promise<void> {
    return this.close();
  }
}
