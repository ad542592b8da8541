import { expect, test } from "vitest";
import type { Condition, ObjectType } from "../api/types";
import { average, averaged, averagedOf, minutesOf } from "./averages";
import { missing } from "./usual";
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

test("over those that have a value, whoever else is counted", () => {
  const kept = (count: number, sum: number, having: number): Row => ({ ...row("a", null, count, 0), averages: { response_minutes: { sum, count: having } } });
  expect(average([kept(10, 30, 3), kept(5, 50, 1), kept(7, 0, 0)], "response_minutes")).toBe(20);
  expect(average([kept(7, 0, 0)], "response_minutes")).toBeNull();
  expect(average([{ ...kept(7, 0, 0), averages: { score: { sum: -3, count: 2 } } }], "score")).toBe(-1.5);
});

test("what is averaged is shown so, with no filter; money is not", () => {
  const type = { fields: [{ name: "response_minutes", type: "integer" }, { name: "amount", type: "money" }] } as ObjectType;
  const averaging = (...averages: string[]) => averagedOf({ averages, sums: null, filter: null } as unknown as Report, type);
  expect(averaging("amount", "response_minutes")).toBe("response_minutes");
  expect(averaging("amount")).toBeUndefined();
  expect(averagedOf({ sums: ["response_minutes"], filter: HAS } as Report, type)).toBe("response_minutes");
});

test("an older report of answers is one of the usual ones", () => {
  const fields = ["source", "status", "owner_id", "response_minutes"].map((name) => ({ name, type: "text" }));
  const leads = { plural: "leads", fields } as ObjectType;
  const older = { object: "leads", group_by: ["owner_id"], sums: ["response_minutes"], filter: HAS } as Report;
  const newer = { object: "leads", group_by: ["owner_id"], averages: ["response_minutes"], filter: null } as Report;
  const keys = (...reports: Report[]) => missing(reports, [leads]).map((each) => each.key);
  expect(keys()).toContain("response_rep");
  expect(keys(older)).not.toContain("response_rep");
  expect(keys(newer)).not.toContain("response_rep");
  expect(keys({ ...newer, averages: null })).toContain("response_rep");
});

test("what has no length is no bar", () => expect(averaged(bars("a"), [{ ...row("a", null, 1, 0), averages: { score: { sum: -1, count: 1 } } }], "score", undefined)).toBeNull());

test("nothing has no average, and at once is still seen", () => {
  expect(average([], "response_minutes")).toBeNull();
  expect(average([row(null, null, 4, 0)], "response_minutes")).toBe(0.5);
});

test("days stay in their order, those without answers empty", () => {
  const found = averaged(bars("mon", "tue", "wed"), [row("mon", null, 1, 10), row("wed", null, 2, 100)], "response_minutes", undefined);
  expect(found?.map((each) => [each.key, each.count])).toEqual([["mon", 10], ["tue", 0], ["wed", 50]]);
});

test("people stand by how long they took", () => {
  const found = averaged(bars("a", "b", null), [row(null, "a", 9, 90), row(null, "b", 1, 60)], "response_minutes", "owner_id");
  expect(found?.map((each) => [each.key, each.count])).toEqual([["b", 60], ["a", 10], [null, 0]]);
});
