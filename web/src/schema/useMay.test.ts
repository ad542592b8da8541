import { expect, test } from "vitest";
import type { Field, Me, ObjectType, Scope } from "../api/types";
import { changeable, reaches, sharesOf } from "./useMay";

const me = { id: "usr_1", teams: [{ id: "tea_1", name: "Growth" }] } as unknown as Me;
const leads = (scope: Scope, rest: Partial<ObjectType> = {}) => ({ configuration: false, permissions: { update: scope, read: scope }, ...rest }) as unknown as ObjectType;
const mine = { owner_id: "usr_1", team_id: null };
const ours = { owner_id: "usr_2", team_id: "tea_1" };
const theirs = { owner_id: "usr_2", team_id: "tea_2" };
const nobodys = { owner_id: null, team_id: null };

test.each<[Scope, boolean[]]>([
  ["none", [false, false, false, false]], ["shared", [false, false, false, false]], ["own", [true, false, false, false]],
  ["team", [true, true, false, false]], ["all", [true, true, true, true]],
])("%s reaches mine, my team's, others', nobody's: %s", (scope, expected) =>
  expect([mine, ours, theirs, nobodys].map((record) => reaches(leads(scope), "update", record, me))).toEqual(expected));

test.each<[string, string, string, boolean]>([
  ["usr_1", "write", "update", true], ["tea_1", "write", "update", true], ["usr_1", "read", "update", false], ["usr_1", "read", "read", true],
  ["usr_2", "write", "update", false], ["usr_1", "write", "delete", false],
])("shared with %s to %s: may one %s?", (to, access, action, expected) =>
  expect(reaches(leads("shared", { permissions: { update: "shared", read: "shared", delete: "own" } }), action, { ...theirs, shares: [{ to, access }] }, me)).toBe(expected));

test("an owner that is not told is held against nobody", () => expect(reaches(leads("own"), "update", {}, me)).toBe(true));

test("what a company sets up has rights of its own", () => expect(reaches(leads("own", { configuration: true }), "update", theirs, me)).toBe(true));

test("nobody may anything before it is known who asks", () => expect(reaches(leads("all"), "update", mine, undefined)).toBe(false));

test("an owner is changed by whom the record may be given away by", () => {
  const field = (name: string, read_only = false) => ({ name, read_only }) as Field;
  const may = (some: string[]) => (action: string) => some.includes(action);
  expect(changeable(may(["update"]), field("city"), mine)).toBe(true);
  expect(changeable(may(["update"]), field("owner_id"), mine)).toBe(false);
  expect(changeable(may(["update", "assign"]), field("owner_id"), mine)).toBe(true);
  expect(changeable(may(["update", "assign"]), field("score", true), mine)).toBe(false);
  expect(changeable(may(["assign"]), field("city"), mine)).toBe(false);
});

test("what an action led to is left by an action: a closed lead's status is no choice", () => {
  const status = { name: "status", read_only: false, options: ["new", "working", "qualified"], by_hand: ["new", "working"] } as unknown as Field;
  expect(["new", "working", "qualified", null].map((value) => changeable(() => true, status, { ...mine, status: value }))).toEqual([true, true, false, true]);
});

test("of a record's shares those to me and to my teams are mine", () => {
  const [own, team, other] = [{ to: "usr_1", access: "read" }, { to: "tea_1", access: "write" }, { to: "usr_2", access: "write" }];
  expect(sharesOf({ shares: [own, team, other] }, me)).toEqual([own, team]);
  expect(sharesOf({ shares: null }, me)).toEqual([]);
});
