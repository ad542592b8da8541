import { expect, test } from "vitest";
import type { ObjectType } from "../../api/types";
import { cleaned, kindsOf, needs } from "./kinds";

const type = (plural: string, names: string[], more: Partial<ObjectType> = {}) =>
  ({ plural, fields: names.map((name) => ({ name })), creatable: true, editable: true, configuration: false, permissions: { update: "all" }, ...more }) as ObjectType;
const KINDS = ["case_names", "country_from_phone", "domain_from_website", "drop_placeholders", "tag", "tag_stale", "delete_stale"];

test("a way of cleaning is offered where an object has the fields for it", () => {
  expect(kindsOf(type("notes", ["body"]), KINDS)).toEqual(["tag", "tag_stale", "delete_stale"]);
  expect(kindsOf(type("companies", ["website", "domain", "phones", "address"]), KINDS)).toEqual(["country_from_phone", "domain_from_website", "tag", "tag_stale", "delete_stale"]);
  expect(kindsOf(undefined, KINDS)).toEqual(KINDS);
});

test("what people keep and this person may change is cleaned", () => {
  const types = [type("leads", []), type("forms", [], { configuration: true }), type("consents", [], { editable: false }), type("notes", [], { permissions: { update: "none" } })];
  expect(cleaned(types).map((each) => each.plural)).toEqual(["leads"]);
});

test.each([["tag", true, false], ["tag_stale", true, true], ["delete_stale", false, true], ["case_names", false, false], [null, false, false]])("%s needs a tag: %s, days: %s", (kind, tag, days) =>
  expect([needs(kind, "tag"), needs(kind, "days")]).toEqual([tag, days]));
