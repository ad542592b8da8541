import { expect, test } from "vitest";
import type { Field, ObjectType, Rec } from "../api/types";
import { purge } from "../bin/deletable";
import { goneOf } from "./Merged";
import { chooseOf, linesOf, mayBeBoth, usual } from "./choices";

const field = (name: string, type = "text") => ({ name, type, read_only: false }) as Field;
const contact = { fields: [field("first_name"), field("emails", "emails"), field("city"), field("do_not_call", "boolean"), field("birthday"), field("owner_id", "user")] } as ObjectType;
const record = (values: object) => values as Rec;
const a = record({ first_name: "Ann", emails: [{ value: "a@x.de", primary: true }], city: "Kiel", owner_id: "usr_1" });
const b = record({ first_name: "Anna", emails: [{ value: "b@x.de" }], city: "Kiel", do_not_call: true, owner_id: "usr_2" });
const lines = linesOf(contact, a, b);
const line = (name: string) => lines.find((each) => each.field.name === name) ?? { field: field(name), a: null, b: null, same: true };

test("what differs comes first; what neither has is left out", () =>
  expect(lines.map((each) => each.field.name)).toEqual(["first_name", "emails", "do_not_call", "owner_id", "city"]));

test("the kept one's values, the gaps filled, lists united, a warning stays", () => {
  expect(usual(line("first_name"), "b")).toBe("b");
  expect(usual(line("emails"), "a")).toBe("both");
  expect(usual(line("do_not_call"), "a")).toBe("b");
  expect(usual(line("owner_id"), "a")).toBe("a");
  expect(mayBeBoth(line("emails")) && !mayBeBoth(line("first_name"))).toBe(true);
});

test("only what is not usual is told", () => {
  const ids = { a: "con_a", b: "con_b" };
  expect(chooseOf(lines, { first_name: "b", emails: "a", owner_id: "a" }, "a", ids)).toEqual({ first_name: "con_b", emails: "con_a" });
  expect(chooseOf(lines, { emails: "both" }, "a", ids)).toEqual({});
});

test("thirty days until it is gone", () => {
  const deleted = "2026-11-01T00:00:00.000Z";
  expect(purge(deleted, Date.UTC(2026, 10, 11))).toEqual({ at: "2026-12-01T00:00:00.000Z", days: 20 });
  expect(purge(deleted, Date.UTC(2027, 0, 1)).days).toBe(0);
});

test("of a merged pair it is told which of the two went, as long as the other remembers it", () => {
  const pair = { a_id: "con_a", b_id: "con_b" };
  const stays = (id: string, merged_from: string[] | null) => ({ id, merged_from }) as unknown as Rec;
  expect(goneOf(pair, stays("con_a", ["con_x", "con_b"]))).toBe("con_b");
  expect(goneOf(pair, stays("con_b", ["con_a"]))).toBe("con_a");
  expect(goneOf(pair, stays("con_z", ["con_b"]))).toBe("con_b");
  expect(goneOf(pair, stays("con_a", null))).toBeUndefined();
});
