const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Calls `stop` once, when this process is told to end or when the npm that runs it is gone: npm's shell does not
 * pass signals on. Answers how to call that off.
 * @param {() => void} stop
 */
export function onInterrupt(stop) {
  const parent = process.ppid;
  const { npm_lifecycle_event: runByNpm } = process.env;
  const once = () => {
    forget();
    stop();
  };
  const watch = setInterval(() => runByNpm && process.ppid !== parent && once(), 500).unref();
  for (const signal of signals) process.once(signal, once);
  const forget = () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, once);
  };
  return forget;
}
