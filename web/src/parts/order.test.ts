import { expect, test } from "vitest";
import { landing, moved, offset } from "./order";

const spans = [0, 1, 2, 3].map((place) => ({ top: place * 50, bottom: place * 50 + 40 }));

test.each([[0, 2, "bcad"], [3, 0, "dabc"], [1, 1, "abcd"], [0, 3, "bcda"]])("from %i to %i", (from, to, order) =>
  expect(moved([..."abcd"], from, to).join("")).toBe(order));

test.each([[0, 10, 0], [0, 35, 1], [0, 500, 3], [3, -35, 2], [3, -500, 0], [1, 0, 1]])("item %i dragged by %i lands at %i", (from, by, to) =>
  expect(landing(spans, from, by)).toBe(to));

test("those between make room, the others stay", () =>
  expect([0, 1, 2, 3].map((place) => offset(spans, 0, 2, place))).toEqual([100, -50, -50, 0]));

test("upwards as well", () => expect([0, 1, 2, 3].map((place) => offset(spans, 3, 1, place))).toEqual([0, 50, 50, -100]));

test("a list of one stays as it is", () => expect(offset(spans.slice(0, 1), 0, 0, 0)).toBe(0));
