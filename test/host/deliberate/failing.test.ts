import assert from "node:assert";

// For the test of the harness: one test that passes, one that fails.
suite("Deliberately failing", () => {
  test("passes", () => {});
  test("fails", () => assert.strictEqual(1, 2));
});
