import { expect, test } from "vitest";
import { cacheFolder } from "../../../src/worker/cacheFolder";

test.each<[NodeJS.Platform, Record<string, string>, string, string]>([
  ["linux", {}, "/ann", "/ann/.cache/tunesmith"],
  ["linux", { XDG_CACHE_HOME: "/fast" }, "/ann", "/fast/tunesmith"],
  ["linux", { XDG_CACHE_HOME: "" }, "/ann", "/ann/.cache/tunesmith"],
  ["linux", { XDG_CACHE_HOME: "fast" }, "/ann", "/ann/.cache/tunesmith"],
  ["darwin", { XDG_CACHE_HOME: "/fast" }, "/ann", "/ann/Library/Caches/tunesmith"],
  ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\ann", "D:\\Local\\tunesmith"],
  ["win32", {}, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local\\tunesmith"],
])("on %s with %j", (platform, environment, home, folder) => {
  expect(cacheFolder(platform, environment, home)).toBe(folder);
});
