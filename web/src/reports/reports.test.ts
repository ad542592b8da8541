import { expect, test } from "vitest";
import { answersOf } from "./answers";
import { behind, byGroup, legend, overTime } from "./bars";
import { midnight, nameOf, spans, today } from "./buckets";
import type { Report, Row } from "./types";

const day = (text: string) => new Date(`${text}T00:00:00Z`);

test.each([["2026-11-21", "2026-W47"], ["2027-01-01", "2026-W53"], ["2026-12-31", "2026-W53"], ["2024-12-30", "2025-W01"]])("%s lies in %s", (text, week) =>
  expect(nameOf(day(text), "week")).toBe(week));

test("months, quarters, years", () => expect([nameOf(day("2026-11-21"), "month"), nameOf(day("2026-11-21"), "quarter"), nameOf(day("2026-11-21"), "year")]).toEqual(["2026-11", "2026-Q4", "2026"]));

test("spans have no gaps, and the first is whole", () => expect(spans("month", 40, day("2026-11-22").getTime())).toEqual([
  { name: "2026-10", from: "2026-10-01", to: "2026-11-01" }, { name: "2026-11", from: "2026-11-01", to: "2026-11-23" }]));

test("a day begins where the report's people are", () => {
  expect(midnight("2026-11-22", "Europe/Berlin")).toBe("2026-11-21T23:00:00.000Z");
  expect(midnight("2026-07-01", "Europe/Berlin")).toBe("2026-06-30T22:00:00.000Z");
  expect(midnight("2026-03-29", "Asia/Kolkata")).toBe("2026-03-28T18:30:00.000Z");
  expect(today("Pacific/Kiritimati", Date.UTC(2026, 10, 22, 20))).toBe(day("2026-11-23").getTime());
});

const row = (bucket: string | null, groups: Record<string, string | null>, count: number): Row => ({ bucket, groups, count, sums: {} });

test("bars by time are cut into groups, empty buckets stay", () => {
  const bars = overTime([row("2026-11-21", { source: "web" }, 2), row("2026-11-21", { source: null }, 1)], spans("day", 2, day("2026-11-22").getTime()), "source");
  expect(bars.map((bar) => bar.count)).toEqual([3, 0]);
  expect(legend(bars)).toEqual(["web", null]);
});

test("people with most come first, stages in their order", () => {
  const rows = [row(null, { status: "working" }, 1), row(null, { status: "new" }, 1), row(null, { status: "qualified" }, 9)];
  expect(byGroup(rows, "status", undefined).map((bar) => bar.key)[0]).toBe("qualified");
  expect(byGroup(rows, "status", undefined, ["new", "working", "qualified"]).map((bar) => bar.key)).toEqual(["new", "working", "qualified"]);
});

test("a bar leads to its records", () => {
  const report = { filter: null, bucket_field: "created_at", time_zone: "UTC" } as Report;
  expect(behind(report, { source: null }, { name: "x", from: "2026-11-21", to: "2026-11-22" }, true)).toEqual({ all: [
    { field: "source", op: "empty", value: true }, { field: "created_at", op: "gte", value: "2026-11-21T00:00:00.000Z" }, { field: "created_at", op: "lt", value: "2026-11-22T00:00:00.000Z" }] });
  expect(behind(report, {}, undefined, true)).toBeNull();
});

test("answers by time, the middle one, and those in time", () => {
  const lead = (minutes: number, due: number) => ({ id: "", type: "", version: 1, created_at: "", updated_at: "", assigned_at: "2026-11-22T10:00:00Z",
    first_touched_at: new Date(Date.UTC(2026, 10, 22, 10, minutes)).toISOString(), response_due_at: new Date(Date.UTC(2026, 10, 22, 10, due)).toISOString() });
  expect(answersOf([lead(5, 60), lead(30, 60), lead(2000, 60)])).toEqual({ bins: [1, 1, 0, 0, 1], median: 30, inTime: 2 / 3, count: 3 });
  expect(answersOf([])).toEqual({ bins: [0, 0, 0, 0, 0], median: null, inTime: null, count: 0 });
});

test("an unknown time zone counts as UTC", () => {
  const now = day("2026-11-22").getTime() + 3_600_000;
  expect(today("Factory/Nowhere", now)).toBe(today("UTC", now));
  expect(midnight("2026-11-22", "Factory/Nowhere")).toBe("2026-11-22T00:00:00.000Z");
});
