import { expect, test } from "vitest";
import { extent } from "./trail";

const ids = ["a", "b"];

test.each([
  [true, 1200, { count: 1200, more: "" }],
  [true, null, { count: 2, more: "+" }],
  [true, undefined, { count: 2, more: "+" }],
  [false, null, { count: 2, more: "" }],
  [false, 1, { count: 2, more: "" }],
])("of a list with more (%s) and a total of %s", (more, total, told) => expect(extent({ ids, more, total })).toEqual(told));
