import { expect, test } from "vitest";
import { inOrder, positions } from "./positions";

const rules = [{ id: "a", position: 10 }, { id: "b", position: 20 }, { id: "c", position: 30 }];

test.each([
  [0, 1, [{ id: "a", position: 25 }]],
  [2, 0, [{ id: "c", position: 0 }]],
  [0, 2, [{ id: "a", position: 40 }]],
  [1, 1, []],
])("from %i to %i", (from, to, expected) => expect(positions(rules, from, to)).toEqual(expected));

test("where there is no room all are numbered anew", () => {
  const crowded = [{ id: "a", position: 5 }, { id: "b", position: 5 }, { id: "c", position: 5 }];
  expect(positions(crowded, 2, 1)).toEqual([{ id: "a", position: 10 }, { id: "c", position: 20 }, { id: "b", position: 30 }]);
});

test("rules are asked by position, equals by their id", () =>
  expect(inOrder([{ id: "b", position: 5 }, { id: "c", position: 1 }, { id: "a", position: 5 }]).map((each) => each.id)).toEqual(["c", "a", "b"]));
