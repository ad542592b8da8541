import { expect, test } from "vitest";
import { usualSort } from "./state";

test("what is due first stands first among tasks, as far as one may sort by it; other lists begin with the newest", () => {
  expect(usualSort({ name: "task", sort_keys: ["created_at", "due_at"] })).toBe("due_at");
  expect(usualSort({ name: "task", sort_keys: ["created_at"] })).toBe("");
  expect(usualSort({ name: "lead", sort_keys: ["created_at", "score"] })).toBe("");
});
