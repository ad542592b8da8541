import { expect, test } from "vitest";
import { type Grants, beginning, rowOf, scopeOf, withRule, withScope } from "./grants";

const grants: Grants = { leads: { read: "all", update: "own" }, contacts: { "*": "team" }, "*": { read: "all" } };

test.each([
  ["leads", "update", "own"], ["leads", "delete", "none"], ["contacts", "delete", "team"], ["companies", "read", "all"], ["companies", "update", "none"],
])("%s %s: %s", (objects, action, scope) => expect(scopeOf(grants, objects, action)).toBe(scope));

test("an object that was not named keeps what it had", () =>
  expect(withScope(grants, "companies", "create", "own").companies).toMatchObject({ read: "all", create: "own", update: "none" }));

test("a row of one scope is written short", () => {
  expect(withScope(grants, "leads", "*", "all").leads).toEqual({ "*": "all" });
  expect(rowOf(grants, "contacts")).toBe("team");
  expect(rowOf(grants, "leads")).toBe("");
});

test("the rest is left as it is", () => expect(withScope(grants, "leads", "read", "team").contacts).toBe(grants.contacts));

test("the last rule of an object takes the object along", () => {
  const rules = withRule({}, "contacts", "birthday", "none");
  expect(rules).toEqual({ contacts: { birthday: "none" } });
  expect(withRule(rules, "contacts", "birthday", null)).toEqual({});
});

test("a new role sees records, and neither audit nor privacy", () => {
  const begun = beginning(["leads", "notifications"]);
  expect(scopeOf(begun, "leads", "read")).toBe("all");
  expect(scopeOf(begun, "notifications", "read")).toBe("own");
  expect(scopeOf(begun, "audit", "read")).toBe("none");
});
