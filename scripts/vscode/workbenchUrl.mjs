/**
 * @typedef {object} WorkbenchOptions
 * @property {number} port
 * @property {string} folder
 * @property {string} [host]
 * @property {string} [token]
 * @property {string} [file]
 * @property {string} [extension] the folder of an extension under development; only with the test driver
 * @property {string} [tests] the module whose `run` the extension host calls; only with the test driver
 */

/**
 * The address of a workbench with a folder open.
 * @param {WorkbenchOptions} options
 */
export function workbenchUrl({ port, folder, host = "127.0.0.1", token, file, extension, tests }) {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  /** @param {string | undefined} target */
  const remote = (target) => target && `vscode-remote://${authority}${target}`;
  const payload = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
    ["openFile", remote(file)],
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(tests)],
  ].filter(([, value]) => value !== undefined);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  if (token) query.set("tkn", token);
  return `http://${authority}/?${query}`;
}
