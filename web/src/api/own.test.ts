import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { caughtUp, follow, forget, wrote } from "./own";

const task = (version: number, more: object = {}) => ({ id: "tas_1", type: "task", version, created_at: "x", updated_at: "x", status: "open", subject: "Call", ...more });
const page = (...data: object[]) => ({ data, next_cursor: null });
const OPEN = { filter: JSON.stringify({ all: [{ field: "assignee_id", op: "eq", value: { me: true } }, { field: "status", op: "eq", value: "open" }] }) };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  forget();
  follow({ lay: () => undefined, look: () => undefined });
  vi.useRealTimers();
});

test("a row that is behind shows what was written, one that is ahead stays", () => {
  wrote("PATCH", "v1/tasks/tas_1", task(3, { subject: "Ring" }));
  expect(caughtUp(page(task(2, { column: "kept" }))).data).toEqual([task(3, { subject: "Ring", column: "kept" })]);
  expect(caughtUp(page(task(4))).data).toEqual([task(4)]);
});

test("what no longer belongs to a list leaves it at once", () => {
  wrote("POST", "v1/tasks/tas_1/complete", task(3, { status: "done" }));
  expect(caughtUp(page(task(2)), OPEN).data).toEqual([]);
  expect(caughtUp(page(task(2)), { status: "open", limit: 25 }).data).toEqual([]);
  expect(caughtUp(page(task(2)), { status: "done" }).data).toEqual([task(3, { status: "done" })]);
  expect(caughtUp(page(task(2)), { filter: JSON.stringify({ field: "status", op: "in", value: ["open", "new"] }) }).data).toEqual([]);
  expect(caughtUp(page(task(2)), { filter: JSON.stringify({ any: [{ field: "status", op: "eq", value: "open" }] }) }).data).toHaveLength(1);
  expect(caughtUp(page(task(2)), { filter: "{" }).data).toHaveLength(1);
});

test("what was deleted is gone, but not from the bin; what was restored is gone from there", () => {
  wrote("DELETE", "v1/tasks/tas_1", null);
  expect(caughtUp(page(task(2))).data).toEqual([]);
  expect(caughtUp(page(task(3, { deleted_at: "now" }))).data).toHaveLength(1);
  wrote("POST", "v1/tasks/tas_1/restore", task(4, { deleted_at: null }));
  expect(caughtUp(page(task(3, { deleted_at: "now" }))).data).toEqual([]);
  expect(caughtUp(page(task(4))).data).toHaveLength(1);
});

test("it looks again a moment after a write, then as long as rows are behind, ever more seldom", () => {
  const look = vi.fn();
  follow({ lay: () => undefined, look });
  wrote("PATCH", "v1/tasks/tas_1", task(3));
  vi.advanceTimersByTime(1_500);
  expect(look).toHaveBeenCalledTimes(1);
  caughtUp(page(task(2)));
  vi.advanceTimersByTime(2_999);
  expect(look).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(look).toHaveBeenCalledTimes(2);
  caughtUp(page(task(3)));
  vi.advanceTimersByTime(60_000);
  expect(look).toHaveBeenCalledTimes(2);
});

test("after a minute others are believed", () => {
  wrote("PATCH", "v1/tasks/tas_1", task(3));
  vi.advanceTimersByTime(61_000);
  expect(caughtUp(page(task(2))).data).toEqual([task(2)]);
});

test("answers of another kind pass as they are", () => {
  wrote("PATCH", "v1/tasks/tas_1", task(3));
  wrote("DELETE", "v1/tasks/tas_1/links/con_1", null);
  for (const answer of [null, { data: "x" }, { data: [null, 5, { id: "tas_1" }] }, task(2)]) expect(caughtUp(answer)).toEqual(answer);
});

test("a star or a file that is taken away deletes no record", () => {
  for (const plural of ["favourites", "exports"]) {
    wrote("DELETE", `v1/${plural}/tas_1`, null);
    expect(caughtUp(page(task(2))).data).toEqual([task(2)]);
  }
});

test("a line of the audit is an event, not the record that it names", () => {
  const line = { at: "x", actor: "usr_1", type: "task", id: "tas_1", title: "Call", version: 2, fields: ["subject"] };
  wrote("PATCH", "v1/tasks/tas_1", task(3, { fields: null }));
  expect(caughtUp(page(line)).data).toEqual([line]);
  wrote("DELETE", "v1/tasks/tas_1", null);
  expect(caughtUp(page(line)).data).toEqual([line]);
});

test("a row of a kept view is one of a record", () => {
  const { id, type, version, created_at, updated_at } = task(2);
  wrote("PATCH", "v1/tasks/tas_1", task(3, { subject: "Ring" }));
  expect(caughtUp(page({ id, type, version, created_at, updated_at })).data).toEqual([task(3, { subject: "Ring" })]);
});

test("who leaves a list is not counted by it", () => {
  wrote("POST", "v1/tasks/tas_1/complete", task(3, { status: "done" }));
  expect(caughtUp({ ...page(task(2)), meta: { total: 7 } }, { status: "open" }).meta).toEqual({ total: 6 });
  expect(caughtUp({ ...page(task(2)), meta: { total: 7 } }).meta).toEqual({ total: 7 });
});

test("after a batch, which tells no records, lists are read anew", () => {
  const look = vi.fn();
  follow({ lay: () => undefined, look });
  wrote("POST", "v1/imports/imp_1/preview", { columns: [] });
  vi.advanceTimersByTime(1_500);
  expect(look).not.toHaveBeenCalled();
  wrote("POST", "v1/routing_rules/batch", { results: [] });
  vi.advanceTimersByTime(1_500);
  expect(look).toHaveBeenCalledTimes(1);
});
