import { expect, test } from "vitest";
import { toInstant, toLocal } from "./zone";

test("a moment is typed by the person's own clock, wherever the device stands", () => {
  expect(toInstant("2026-11-22T09:30", "Pacific/Auckland")).toBe("2026-11-21T20:30:00.000Z");
  expect(toLocal("2026-11-21T20:30:00.000Z", "Pacific/Auckland")).toBe("2026-11-22T09:30");
  expect(toInstant("2026-07-01T09:30", "Europe/Berlin")).toBe("2026-07-01T07:30:00.000Z");
  expect(toLocal("2026-01-01T00:15:30.500Z", "America/New_York")).toBe("2025-12-31T19:15");
});

test("on the days on which clocks are set it comes back as it was typed", () => {
  for (const typed of ["2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T01:30", "2026-10-25T02:30", "2026-10-25T03:30"]) {
    expect(toLocal(toInstant(typed, "Europe/Berlin"), "Europe/Berlin")).toBe(typed);
  }
});

test("without a zone of one's own the device's clock counts", () => expect(toLocal(toInstant("2026-11-22T09:30"))).toBe("2026-11-22T09:30"));
