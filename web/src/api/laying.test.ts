import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { lay } from "./laying";
import { follow, forget, wrote } from "./own";

const queries = new QueryClient();
const task = (id: string, version = 1, more: object = {}) => ({ id, version, created_at: "x", status: "open", ...more });
const kept = (key: unknown[]) => queries.getQueryData<{ pages: { data: { id: string }[]; meta: { total: number } }[] }>(key);

afterEach(() => {
  forget();
  queries.clear();
  follow({ lay: () => undefined, look: () => undefined });
});

test("what was written leaves or changes every list at once, and the first page counts it too", () => {
  follow({ lay: () => lay(queries), look: () => undefined });
  const list = { pageParams: ["", "x"], pages: [{ data: [task("tas_1")], meta: { total: 2 } }, { data: [task("tas_2")], meta: { total: 2 } }] };
  queries.setQueryData(["tasks", "list", { status: "open" }], list);
  queries.setQueryData(["tasks", "list", {}], list);
  queries.setQueryData(["tasks", "all", {}], [task("tas_1"), task("tas_2")]);
  queries.setQueryData(["tasks", "record", "tas_2"], task("tas_2"));
  wrote("POST", "v1/tasks/tas_2/complete", task("tas_2", 2, { status: "done" }));
  expect(kept(["tasks", "list", { status: "open" }])?.pages.map((page) => [page.data.length, page.meta.total])).toEqual([[1, 1], [0, 1]]);
  expect(kept(["tasks", "list", {}])?.pages.map((page) => [page.data[0], page.meta.total])).toEqual([[task("tas_1"), 2], [task("tas_2", 2, { status: "done" }), 2]]);
  expect(queries.getQueryData(["tasks", "all", {}])).toEqual([task("tas_1"), task("tas_2", 2, { status: "done" })]);
  wrote("DELETE", "v1/tasks/tas_1", null);
  expect(queries.getQueryData(["tasks", "all", {}])).toHaveLength(1);
});

test("a list without what was written is left as it is", () => {
  follow({ lay: () => lay(queries), look: () => undefined });
  queries.setQueryData(["imports", "list"], { other: "shape" });
  queries.setQueryData(["tasks", "all", {}], [task("tas_1")]);
  const before = queries.getQueryState(["tasks", "all", {}]);
  wrote("PATCH", "v1/tasks/tas_9", task("tas_9"));
  expect(queries.getQueryState(["tasks", "all", {}])).toBe(before);
  expect(queries.getQueryData(["imports", "list"])).toEqual({ other: "shape" });
});
