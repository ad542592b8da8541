import { expect, test } from "vitest";
import { placeAfter } from "./queries";
import type { Page } from "./types";

const page = (next_cursor: string | null): Page => ({ data: [], next_cursor, meta: {} });

test("a list goes on within its part, then with the next part, and ends with the last", () => {
  expect(placeAfter(page("c1"), { part: 0, cursor: "" }, 2)).toEqual({ part: 0, cursor: "c1" });
  expect(placeAfter(page(null), { part: 0, cursor: "c1" }, 2)).toEqual({ part: 1, cursor: "" });
  expect(placeAfter(page("c2"), { part: 1, cursor: "" }, 2)).toEqual({ part: 1, cursor: "c2" });
  expect(placeAfter(page(null), { part: 1, cursor: "c2" }, 2)).toBeUndefined();
  expect(placeAfter(page(null), { part: 0, cursor: "" }, 1)).toBeUndefined();
});
