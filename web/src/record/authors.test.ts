import { expect, test } from "vitest";
import type { Field } from "../api/types";
import { readAs, startedIn } from "./authors";

const text = { name: "created_by", type: "text" } as Field;

test.each([
  ["system:import", "imp_01abc#12", "imp_01abc"],
  ["system:import", "imp_01abc#also", "imp_01abc"],
  ["system:import", null, ""],
  ["system:routing", "imp_01abc#12", ""],
  ["usr_1", "01-request", ""],
])("%s with %s was written in the import %s", (actor, request, id) => expect(startedIn(actor, request)).toBe(id));

test("a text that names somebody is read as somebody", () => {
  expect(readAs(text, null, "usr_01abc").type).toBe("user");
  expect(readAs(text, "system:import", null).type).toBe("user");
  expect(readAs(text, "user: usr_1", "text").type).toBe("text");
  expect(readAs({ ...text, type: "reference" }, "usr_1").type).toBe("reference");
});
