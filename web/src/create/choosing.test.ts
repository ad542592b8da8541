import { expect, test } from "vitest";
import type { Field, ObjectType } from "../api/types";
import { differing, patch, usual } from "./choosing";

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
