import { parentPort } from "node:worker_threads";
import { serve } from "./server";

const thread = parentPort;
if (!thread) throw new Error("The worker runs as a thread.");
serve(
  {
    post: (message, transfer) => thread.postMessage(message, transfer),
    listen: (receive) => void thread.on("message", receive),
  },
  __dirname,
);
