import { expect, test } from "vitest";
import type { Action, ObjectType, Page, Rec } from "../api/types";
import { columnField, dueOf } from "./board";
import { type Column, withCard, withOut } from "./columns";
import { addedUp } from "./figures";
import { actionTo, begins, columnsOf, reopening } from "./steps";

const action = (name: string): Action => ({ name, help: "", on_collection: false, permission: "update", fields: [] });
const status = { name: "status", type: "choice", options: ["new", "working", "qualified", "disqualified"], read_only: false };
const lead = {
  plural: "leads", group: "status", configuration: false, fields: [status, { name: "response_due_at", type: "instant", options: [] }],
  actions: ["qualify", "disqualify", "reopen"].map(action), permissions: { update: "own" },
} as unknown as ObjectType;
const record = (id: string) => ({ id, status: "new" }) as unknown as Rec;
const column = (...ids: string[]): Column => ({ pageParams: [""], pages: [{ data: ids.map(record), next_cursor: null, meta: { total: ids.length } } satisfies Page] });
const idsOf = (found: Column) => found.pages.flatMap((page) => page.data.map((each) => each.id));

test("a type has a board where people may change the choice that groups it", () => {
  expect(columnField(lead)?.name).toBe("status");
  expect(columnField({ ...lead, group: null })).toBeUndefined();
  expect(columnField({ ...lead, configuration: true })).toBeUndefined();
});

test("closed columns are reached by their actions and left by reopening", () => {
  expect(actionTo(lead, "qualified")?.name).toBe("qualify");
  expect(actionTo(lead, "working")).toBeUndefined();
  expect(reopening(lead, status as never, "disqualified", "new")?.name).toBe("reopen");
  expect(reopening(lead, status as never, "disqualified", "qualified")?.name).toBe("reopen");
  expect(reopening(lead, status as never, "new", "working")).toBeUndefined();
  expect(actionTo({ ...lead, permissions: { update: "none" } }, "qualified")).toBeUndefined();
});

test("where no step leads on, a closed record is not opened for nothing", () =>
  expect(reopening(lead, { ...status, options: [...status.options, "converted"] } as never, "qualified", "converted")).toBeUndefined());

test("what neither a hand nor an action reaches is no column", () => {
  const all = { ...status, options: [...status.options, "converted"], by_hand: ["new", "working"] } as never;
  expect(columnsOf(lead, all)).toEqual(status.options);
  expect(columnsOf({ ...lead, actions: [...lead.actions, action("convert")] }, all)).toContain("converted");
  expect(columnsOf({ ...lead, permissions: { ...lead.permissions, update: "none" } }, all)).toEqual(status.options);
});

test("a record begins before the closed columns", () =>
  expect(status.options.filter((each) => begins(lead, status as never, each))).toEqual(["new", "working"]));

test("a card goes on top of its new column, and both counts follow", () => {
  const [from, to] = [withOut(column("a", "b"), "a"), withCard(column("c"), record("a"))];
  expect([idsOf(from), from.pages[0]?.meta.total]).toEqual([["b"], 1]);
  expect([idsOf(to), to.pages[0]?.meta.total]).toEqual([["a", "c"], 2]);
});

test("a card that is not there changes no count", () => expect(withOut(column("a"), "x").pages[0]?.meta.total).toBe(1));

test("an answered lead has nothing due", () => {
  const due = { ...record("a"), response_due_at: "2026-11-22T10:00:00Z" };
  expect(dueOf(lead, due)).toBe("2026-11-22T10:00:00Z");
  expect(dueOf(lead, { ...due, first_touched_at: "2026-11-22T09:00:00Z" })).toBeNull();
});

test("sums add up by currency", () => expect(addedUp([
  { groups: {}, count: 1, sums: { amount: { EUR: 100, USD: 5 } } }, { groups: {}, count: 1, sums: { amount: { EUR: 50 } } },
])).toEqual([["EUR", 150], ["USD", 5]]));
