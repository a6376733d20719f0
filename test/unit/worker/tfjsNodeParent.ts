import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { loadTfjsNode } from "../../../src/worker/rungs/tfjsNode";

// A program that loads tfjs-node, says the number of its process and stays, until it is killed.
let child: ChildProcess | undefined;
subscribe("child_process", (message) => {
  child = (message as { process: ChildProcess }).process;
});
void loadTfjsNode(JSON.parse(process.argv[2] ?? "")).then(() => console.log(child?.pid));
