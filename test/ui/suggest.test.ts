import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { Workbench } from "./workbench";

const book = "X:1\nT:The Unfinished Reel\nR:reel\nM:4/4\nL:1/8\nK:D\nd2fd Adfd|e2ge Bege|";

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open(book, { "tunesmith.sectionStrength": 1 });
  await status(/Tunesmith$/);
  await workbench.goToEnd();
});

afterAll(() => workbench?.dispose());

const press = (keys: string): Promise<void> => workbench.page.keyboard.press(keys);
const type = (text: string): Promise<void> => workbench.page.keyboard.type(text, { delay: 60 });

async function status(text: RegExp): Promise<void> {
  await workbench.page.locator(".statusbar-item", { hasText: text }).first().waitFor();
}

/** Waits until the suggestion is such a one, and gives it. */
async function suggested(pattern: RegExp): Promise<string> {
  await expect.poll(() => workbench.suggestion(), { timeout: 10_000 }).toMatch(pattern);
  return await workbench.suggestion();
}

function failsWith(picture: string): void {
  onTestFailed(() => workbench.picture(`${picture}-failed`));
}

test("A suggestion can be told from the text in every theme", async () => {
  failsWith("suggest-themes");
  await type("d2");
  const themes: [name: string, theme: string, kind: string][] = [
    ["dark", "Dark Modern", "vs-dark"],
    ["contrast", "Default High Contrast", "hc-black"],
    ["light", "Light Modern", "vs"],
  ];
  for (const [name, theme, kind] of themes) {
    workbench.configure({ "workbench.colorTheme": theme });
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await suggested(/[A-Ga-g].*\|$/);
    await workbench.picture(`suggest-${name}`);
  }
  await press("Escape");
  await press("Backspace");
  await press("Backspace");
});

test("A bar is suggested and taken note by note, up to its end, and the next as a whole", async () => {
  failsWith("suggest");
  await type("d2");
  const bar = await suggested(/[A-Ga-g].*\|$/);
  await workbench.picture("suggest");

  const [note = ""] = /^\s*[^A-Ga-gz]*[A-Ga-gz][,'\d/]*/.exec(bar) ?? [];
  await press("Control+ArrowRight");
  await expect.poll(() => workbench.suggestion()).toBe(bar.slice(note.length));
  expect(await workbench.save()).toBe(`${book}d2${note}`);

  await press("Alt+Enter");
  await expect.poll(async () => bar.endsWith(await workbench.suggestion())).toBe(false);
  expect(await workbench.save()).toBe(`${book}d2${bar}`);
  const next = await workbench.suggestion();
  await press("Tab");
  await expect.poll(() => workbench.suggestion()).not.toBe(next);
  expect((await workbench.save()).replaceAll("\n", "")).toBe(
    `${book}d2${bar}${next}`.replaceAll("\n", ""),
  );
});

test("Several suggestions can be asked for, gone through and dismissed", async () => {
  failsWith("suggest-asked");
  await press("Escape");
  await type("e");
  const shown = await suggested(/\|/);
  await press("Alt+\\");
  await press("Alt+]");
  await expect.poll(() => workbench.suggestion()).not.toBe(shown);
  const other = await suggested(/\|/);
  await workbench.picture("suggest-asked");
  await press("Alt+[");
  await expect.poll(() => workbench.suggestion()).toBe(shown);
  await press("Alt+]");
  await expect.poll(() => workbench.suggestion()).toBe(other);

  await press("Escape");
  await expect.poll(() => workbench.suggestion()).toBe("");
  await press("Alt+\\");
  await suggested(/\|/);
  await press("Escape");
  await expect.poll(() => workbench.suggestion()).toBe("");
  expect(await workbench.save()).toMatch(/e$/);
});

test("The menu turns suggestions off and on, and snoozes them", async () => {
  failsWith("suggest-menu");
  const { page } = workbench;
  const choose = async (label: string): Promise<void> => {
    await page.locator(".statusbar-item", { hasText: /Tunesmith/ }).click();
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await row.waitFor();
    if (label === "Snooze") await workbench.picture("suggest-menu");
    await row.click();
  };
  /** Types once the keys go to the text again. */
  const typeAgain = async (text: string): Promise<void> => {
    await page.locator('.monaco-editor.focused[data-uri*="book.abc"]').waitFor();
    await type(text);
  };
  await choose("Do Not Suggest");
  await status(/Tunesmith: off$/);
  await typeAgain("f");
  await page.waitForTimeout(1000);
  expect(await workbench.suggestion()).toBe("");
  await choose("Suggest While I Type");
  await status(/Tunesmith$/);
  await typeAgain("e");
  await suggested(/\|/);

  await choose("Snooze");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: /^5 minutes/ }).click();
  await typeAgain("d");
  await page.waitForTimeout(1000);
  expect(await workbench.suggestion()).toBe("");
  await workbench.run("Cancel Snooze Inline Suggestions");
  await typeAgain("c");
  await suggested(/\|/);
  await press("Escape");
});
