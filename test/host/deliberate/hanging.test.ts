// For the test of the harness: a suite that never ends.
suite("Deliberately hanging", () => {
  test("never ends", function () {
    this.timeout(0);
    return new Promise(() => {});
  });
});
