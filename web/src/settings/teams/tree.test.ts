import { expect, test } from "vitest";
import { inTree } from "./tree";

test("each team stands below its parent", () => {
  const teams = [{ id: "c", parent_id: "b" }, { id: "a", parent_id: null }, { id: "b", parent_id: "a" }, { id: "d", parent_id: null }];
  expect(inTree(teams).map(({ team, depth }) => team.id + depth)).toEqual(["a0", "b1", "c2", "d0"]);
});

test("a team whose parent is not seen stands on top", () => expect(inTree([{ id: "x", parent_id: "gone" }])).toEqual([{ team: { id: "x", parent_id: "gone" }, depth: 0 }]));
