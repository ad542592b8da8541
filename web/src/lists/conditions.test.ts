import { expect, test } from "vitest";
import type { Condition } from "../api/types";
import { both, conditionOf, countOf, filterOf, groupOf, isMyTeams } from "./conditions";

const open: Condition = { field: "status", op: "eq", value: "open" };
const mine: Condition = { field: "owner_id", op: "eq", value: { me: true } };

test.each<[Condition | null, object]>([
  [null, { join: "all", parts: [] }],
  [open, { join: "all", parts: [open] }],
  [{ any: [open, mine] }, { join: "any", parts: [open, mine] }],
  [{ not: open }, { join: "none", parts: [open] }],
  [{ all: [open, { any: [open, mine] }] }, { join: "all", parts: [open, { join: "any", parts: [open, mine] }] }],
])("a filter becomes groups of lines", (condition, group) => expect(groupOf(condition)).toEqual(group));

test.each<[Condition]>([
  [open], [{ all: [open, mine] }], [{ any: [open, mine] }], [{ not: { any: [open, mine] } }], [{ not: { all: [open, mine] } }],
  [{ all: [open, { any: [mine, { not: open }] }] }],
])("groups become the filter again", (condition) => expect(conditionOf(groupOf(condition))).toEqual(condition));

test("unfinished lines ask nothing", () => {
  const parts = [{ field: "", op: "", value: null }, { field: "status", op: "eq", value: "" }, { join: "any" as const, parts: [{ field: "status", op: "in", value: [] }] }];
  expect(conditionOf({ join: "all", parts })).toBeNull();
});

test("emptiness is asked without a value", () => {
  expect(conditionOf({ field: "emails", op: "empty", value: null })).toEqual({ field: "emails", op: "empty", value: true });
  expect(conditionOf({ field: "emails", op: "empty", value: false })).toEqual({ field: "emails", op: "empty", value: false });
});

test("comparisons are counted through groups", () => expect(countOf({ all: [open, { not: { any: [open, mine] } }] })).toBe(3));

test("two filters hold at once", () => {
  expect(both(null, open)).toEqual(open);
  expect(both(mine, open)).toEqual({ all: [mine, open] });
});

test.each([open, { all: [open, { not: { any: [mine] } }] }, { all: [] }])("the address carries a filter", (filter) =>
  expect(filterOf(JSON.stringify(filter))).toEqual(filter));

test.each([
  "", "5", "null", "[]", "{", '"text"', "{}", '{"all":5}', '{"all":[5]}', '{"any":{"field":"a","op":"eq"}}', '{"not":null}', '{"not":[]}', '{"field":"a"}', '{"field":1,"op":"eq"}',
  `${'{"not":'.repeat(5000)}5${"}".repeat(5000)}`,
])("what is no filter by its form asks nothing: %.40s", (text) => expect(filterOf(text)).toBeNull());

test("my teams are told from a list", () => expect([{ my_teams: true }, ["tea_1"], null, "tea_1"].map(isMyTeams)).toEqual([true, false, false, false]));
