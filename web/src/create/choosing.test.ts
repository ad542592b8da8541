import { expect, test } from "vitest";
import type { Field, Me, ObjectType, Rec } from "../api/types";
import { differing, obstacle, patch, usual } from "./choosing";

const field = (name: string, type: string) => ({ name, type, read_only: false }) as Field;
const type = { fields: [field("first_name", "text"), field("city", "text"), field("emails", "emails"), field("tags", "tags")] } as ObjectType;
const left = { first_name: "Ana", city: null, emails: [{ value: "a@x.example", primary: true }], tags: ["vip"] };
const right = { first_name: "Anna", city: "Bonn", emails: [{ value: "A@x.example" }, { value: "b@x.example" }], tags: ["vip"] };

test("only what differs is asked", () => expect(differing(type, left, right).map((each) => each.name)).toEqual(["first_name", "city", "emails"]));

test("gaps are filled, what stands stays, lists are united", () => {
  const fields = differing(type, left, right);
  expect(patch(fields, left, right, usual(fields, left))).toEqual({ city: "Bonn", emails: [{ value: "a@x.example", primary: true }, { value: "b@x.example" }] });
});

test("what was chosen is taken", () => {
  const fields = differing(type, left, right);
  expect(patch(fields, left, right, { ...usual(fields, left), first_name: "right" })).toMatchObject({ first_name: "Anna" });
});

const mine = { id: "con_1", owner_id: "usr_1" } as unknown as Rec;
const theirs = { id: "con_2", owner_id: "usr_2", team_id: "tea_2" } as unknown as Rec;
const me = { id: "usr_1", teams: [{ id: "tea_2", name: "North" }] } as unknown as Me;

test.each([
  ["own", "own", mine, theirs, "change"],
  ["own", "own", theirs, mine, "change"],
  ["own", "own", mine, { ...mine, id: "con_3" }, undefined],
  ["team", "team", mine, theirs, undefined],
  ["team", "own", mine, theirs, "delete"],
  ["team", "own", theirs, mine, undefined],
  ["all", "none", mine, theirs, "delete"],
  ["own", "all", mine, { ...theirs, shares: [{ to: "usr_1", access: "write" }] }, undefined],
])("who may change %s and delete %s meets this wall", (update, remove, stays, goes, wall) =>
  expect(obstacle({ ...type, permissions: { update, delete: remove } } as ObjectType, stays, goes, me)?.may_not).toBe(wall));
