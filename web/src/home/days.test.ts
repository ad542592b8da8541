import { expect, test } from "vitest";
import { dayOf } from "./days";

const now = Date.UTC(2026, 10, 22, 12);
const after = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

test.each([[null, "some"], [after(-1), "overdue"], [after(1), "today"], [after(13), "tomorrow"], [after(72), "week"], [after(24 * 9), "later"]])("%s", (due, day) =>
  expect(dayOf(due, now, "UTC")).toBe(day));

test("the day is the reader's own", () => expect(dayOf(after(4), now, "Asia/Tokyo")).toBe("tomorrow"));
