// For the test of the harness: an extension host that dies while its tests run.
suite("Deliberately killing", () => {
  test("kills the extension host", () => {
    process.kill(process.pid, "SIGKILL");
  });
});
