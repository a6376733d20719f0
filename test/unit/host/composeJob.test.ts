import { describe, expect, test } from "vitest";
import { bookEndJob, continueJob, selectionJob } from "../../../src/host/compose/composeJob";

const book = "%abc\n\nX:3\nK:C\nAB|\n\nX:7\nK:D\r\nde|fg|\r\n\r\nX:4\nK:G\nga|\n";

const placed = (at: number) => ({ insertAt: at, replaceTo: at, after: "" });

describe("a job", () => {
  test("continues one tune of a book, and finds its place in the book again", () => {
    const offset = book.indexOf("fg");
    const job = continueJob(book, offset);
    const { task } = job;
    if (task.kind !== "continue") throw new Error(task.kind);
    expect(task.source.slice(task.offset, task.offset + 3)).toBe("fg|");
    expect(task.source).not.toContain("X:4");
    expect(job.insertion(placed(task.offset))).toEqual({
      at: offset,
      to: offset,
      prefix: "",
      suffix: "",
    });
    expect(job.before(task.offset).endsWith("K:D\r\nde|")).toBe(true);
  });

  test("writes a tune behind the selected one, with a number of its own", () => {
    const start = book.indexOf("de|");
    const job = selectionJob(book, start - 2, start + 5);
    const { task } = job;
    if (task.kind !== "fromSelection") throw new Error(task.kind);
    expect(task.source.slice(task.start, task.end)).toBe("de|fg");
    expect(task.number).toBe(8);
    expect(job.insertion(placed(0))).toEqual({
      at: book.indexOf("|\r\n\r\nX:4") + 1,
      to: book.indexOf("|\r\n\r\nX:4") + 1,
      prefix: "\n\n",
      suffix: "",
    });
  });

  test("writes a tune at the end of the book", () => {
    expect(bookEndJob(book).task).toEqual({ kind: "new", number: 8 });
    expect(bookEndJob("").task).toEqual({ kind: "new", number: 1 });
    expect(bookEndJob("").insertion(placed(0))).toEqual({ at: 0, to: 0, prefix: "", suffix: "\n" });
  });

  test("is refused with a sentence", () => {
    expect(() => continueJob("", 0)).toThrow("There is no tune here");
    expect(() => continueJob("words\n\nmore words\n", 4)).toThrow("There is no tune here");
    expect(() => continueJob(`${book}\n\nwords\n\nmore`, book.length + 10)).toThrow(
      "outside a tune",
    );
    expect(() => selectionJob(book, 20, 20)).toThrow("Nothing is selected");
    expect(() => selectionJob(book, 0, 3)).toThrow("outside a tune");
    expect(() => selectionJob(book, 10, book.length)).toThrow("several tunes");
  });

  test.each([
    [`${book}\n%%begintext\nwords\n\n`, "text"],
    [`${book}%%beginps\n%%endtext\n`, "ps"],
    ["%%begintext", "text"],
  ])("is refused behind a block that nothing closes: %j", (source, block) => {
    const sentence = `The book ends inside a %%begin${block} block. Close it with %%end${block} first.`;
    expect(() => bookEndJob(source)).toThrow(sentence);
  });

  test("is refused behind the selection, too, when its tune ends in such a block", () => {
    const source = `${book}%%begintext\nwords\n`;
    const start = source.indexOf("ga|");
    expect(() => selectionJob(source, start, start + 3)).toThrow("inside a %%begintext block");
    expect(selectionJob(source, 12, 15).task.kind).toBe("fromSelection");
  });

  test.each(["%%begintext\nwords\n%%endtext", "%%begintext\nwords\n%%endtext\n\n"])(
    "writes a tune behind a closed block: %j",
    (block) => {
      expect(bookEndJob(`${book}\n${block}`).task).toEqual({ kind: "new", number: 8 });
    },
  );
});
