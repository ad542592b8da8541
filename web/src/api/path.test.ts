import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { url } from "./http";
import { path } from "./path";

test("what is plain stays plain", () => expect(path`v1/${"leads"}/${"led_01"}/links`).toBe("v1/leads/led_01/links"));

test.each(["..", ".", "a/../../b", "%2e%2e", "?filter=x", "#x", "\\\\host"])("%s stays one part of the path", (id) => {
  const found = url(path`v1/leads/${id}`);
  expect(found.pathname.split("/")).toHaveLength(4);
  expect(found.pathname).toMatch(/^\/v1\/leads\/.+/);
  expect(found.search + found.hash).toBe("");
});

test("no path of the API is put together in another way", () => {
  const root = join(import.meta.dirname, "..");
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$/.test(file));
  const loose = sources.filter((file) => /(?<!path)`v1\/[^`]*\$\{|"v1\/[^"]*" \+/.test(readFileSync(join(root, file), "utf8")));
  expect(loose).toEqual([]);
});
