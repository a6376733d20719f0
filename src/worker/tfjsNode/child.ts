import { connect, type Methods } from "../../shared/rpc";
import { childMethods } from "./childMethods";

// The entry of the child process. Its parent may be killed without a word; the channel between them then closes.
process.on("disconnect", () => process.exit());
// Ctrl-C goes to every process of the terminal's; the parent may want to finish what it has begun.
process.on("SIGINT", () => {});
connect(
  {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    listen: (receive) => void process.on("message", receive),
  },
  childMethods() as unknown as Methods,
);
