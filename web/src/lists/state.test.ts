import { expect, test } from "vitest";
import { changedTo, groupOf, partsOf, usualSort } from "./state";

test("what is due first stands first among tasks, as far as one may sort by it; other lists begin with the newest", () => {
  expect(usualSort({ name: "task", sort_keys: ["created_at", "due_at"] })).toBe("due_at");
  expect(usualSort({ name: "task", sort_keys: ["created_at"] })).toBe("");
  expect(usualSort({ name: "lead", sort_keys: ["created_at", "score"] })).toBe("");
});

const task = { name: "task", group: "status" };
const at = (address: string) => new URLSearchParams(address);

test.each([
  ["", "open"], ["sort=due_at", "open"], ["status=all", ""], ["status=done", "done"], ["view=vie_1", ""], ["filter=x", ""], ["filter=x&status=open", "open"],
])("tasks at ?%s are those that are: %s", (address, group) => expect(groupOf(task, at(address))).toBe(group));

test("other lists show all", () => expect([groupOf({ name: "lead", group: "status" }, at("")), groupOf({ name: "note", group: null }, at(""))]).toEqual(["", ""]));

test("who narrows the open tasks further stays among them, and gets all by asking", () => {
  expect(changedTo(task, at(""), { filter: "x" }).toString()).toBe("filter=x&status=open");
  expect(changedTo(task, at("filter=y"), { filter: "x" }).toString()).toBe("filter=x");
  expect(changedTo(task, at("status=all"), { filter: "x" }).toString()).toBe("status=all&filter=x");
  expect(changedTo(task, at("filter=x&status=open"), { filter: null }).toString()).toBe("status=open");
  expect(changedTo(task, at(""), { sort: "-due_at" }).toString()).toBe("sort=-due_at");
});

test("all tasks begin with the open ones, by what is due first; then come the others, the latest first, as far as a filter goes", () => {
  const [open, others] = partsOf("status", { group: "open", sort: "due_at" }, { field: "priority", op: "eq", value: "high" });
  expect(open).toEqual({ status: "open", sort: "due_at" });
  expect(others?.sort).toBe("-due_at");
  expect(JSON.parse(String(others?.filter))).toEqual({ all: [{ field: "status", op: "ne", value: "open" }, { field: "priority", op: "eq", value: "high" }] });
});
