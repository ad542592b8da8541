import { expect, test } from "vitest";
import { until } from "./later";

const sunday = new Date(2026, 10, 22, 15, 30);

test.each([["hour", 22, 16], ["hours", 22, 19], ["tomorrow", 23, 9], ["week", 23, 9]] as const)("%s", (later, day, hour) => {
  const then = new Date(until(later, sunday));
  expect([then.getDate(), then.getHours()]).toEqual([day, hour]);
});

test.each([["sunday", 29], ["saturday", 28]] as const)("or on a %s, where the company begins it then", (first, day) =>
  expect(new Date(until("week", new Date(2026, 10, 23, 8), first)).getDate()).toBe(day));

test("next week begins on a Monday", () => expect(new Date(until("week", new Date(2026, 10, 23, 8))).getDate()).toBe(30));

test("it is morning where the person is", () => {
  expect(until("tomorrow", new Date("2026-11-22T20:00:00Z"), "monday", "Pacific/Auckland")).toBe("2026-11-23T20:00:00.000Z");
  expect(until("week", new Date("2026-11-22T20:00:00Z"), "monday", "Pacific/Auckland")).toBe("2026-11-29T20:00:00.000Z"); // there it is Monday already
});
