import { expect, test } from "vitest";
import { conditionOf, draftOf } from "./conditions";

const open = { field: "status", op: "eq", value: "open" };
const mine = { field: "owner_id", op: "eq", value: { me: true } };

test.each([
  [null, { join: "all", lines: [] }],
  [open, { join: "all", lines: [open] }],
  [{ any: [open, mine] }, { join: "any", lines: [open, mine] }],
])("a filter becomes lines", (condition, draft) => expect(draftOf(condition)).toEqual(draft));

test("what is nested deeper is not taken apart", () => {
  expect(draftOf({ all: [open, { any: [open, mine] }] })).toBeNull();
  expect(draftOf({ not: open })).toBeNull();
});

test.each([[open], [{ all: [open, mine] }], [{ any: [open, mine] }]])("lines become the filter again", (condition) => {
  const draft = draftOf(condition);
  expect(draft && conditionOf(draft)).toEqual(condition);
});

test("unfinished lines ask nothing", () => {
  const lines = [{ field: "", op: "", value: null }, { field: "status", op: "eq", value: "" }, { field: "status", op: "in", value: [] }];
  expect(conditionOf({ join: "all", lines })).toBeNull();
});

test("emptiness is asked without a value", () => {
  expect(conditionOf({ join: "all", lines: [{ field: "emails", op: "empty", value: null }] })).toEqual({ field: "emails", op: "empty", value: true });
  expect(conditionOf({ join: "all", lines: [{ field: "emails", op: "empty", value: false }] })).toEqual({ field: "emails", op: "empty", value: false });
});
