import { expect, test } from "vitest";
import { average, averaged, minutesOf } from "./averages";
import type { Condition } from "../api/types";
import type { Report, Row } from "./types";

const row = (bucket: string | null, owner: string | null, count: number, minutes: number): Row => ({ bucket, groups: { owner_id: owner }, count, sums: { response_minutes: minutes } });
const bars = (...keys: (string | null)[]) => keys.map((key) => ({ key, count: 1, parts: [] }));

const HAS: Condition = { field: "response_minutes", op: "empty", value: false };
const OPEN: Condition = { field: "status", op: "eq", value: "open" };
const of = (filter: Condition | null, sums: string[] | null = ["response_minutes"]) => minutesOf({ sums, filter } as Report);

test("minutes that are added up are averaged", () => {
  expect(of(HAS)).toBe("response_minutes");
  expect(of({ all: [OPEN, { all: [HAS] }] })).toBe("response_minutes");
  expect(of(HAS, ["amount"])).toBeUndefined();
  expect(of(HAS, null)).toBeUndefined();
});

test.each<[string, Condition | null]>([
  ["all records", null],
  ["those that lack it", { ...HAS, value: true }],
  ["those that have something else", { ...HAS, field: "first_touched_at" }],
  ["others besides", { any: [HAS, OPEN] }],
  ["the others", { not: HAS }],
  ["others of some status", { all: [OPEN, { any: [HAS, OPEN] }] }],
])("but not where a report counts %s", (_which, filter) => expect(of(filter)).toBeUndefined());

test("by weight, not by row", () => expect(average([row("a", null, 3, 30), row("a", null, 1, 50)], "response_minutes")).toBe(20));

test("nothing has no average, and at once is still seen", () => {
  expect(average([], "response_minutes")).toBeNull();
  expect(average([row(null, null, 4, 0)], "response_minutes")).toBe(0.5);
});

test("days stay in their order, those without answers empty", () => {
  const found = averaged(bars("mon", "tue", "wed"), [row("mon", null, 1, 10), row("wed", null, 2, 100)], "response_minutes", undefined);
  expect(found.map((each) => [each.key, each.count])).toEqual([["mon", 10], ["tue", 0], ["wed", 50]]);
});

test("people stand by how long they took", () => {
  const found = averaged(bars("a", "b", null), [row(null, "a", 9, 90), row(null, "b", 1, 60)], "response_minutes", "owner_id");
  expect(found.map((each) => [each.key, each.count])).toEqual([["b", 60], ["a", 10], [null, 0]]);
});
