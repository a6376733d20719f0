// Makes the optional backend tfjs-node ready under node_modules, once; needs the network. docs/backends.md says more.
import { ensureTfjsNode } from "./setup/tfjsNode.mjs";

try {
  const how = await ensureTfjsNode();
  console.log(how ? `tfjs-node is ready: ${how}.` : "tfjs-node was ready already.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
