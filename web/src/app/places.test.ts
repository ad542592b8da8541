import { expect, test } from "vitest";
import type { ObjectType } from "../api/types";
import { daily, dataPlaces, hasReports } from "./places";

const fields = [{ name: "name", read_only: false }];
const type = (name: string, plural: string, permissions: Record<string, string>) => ({ name, plural, permissions, fields, importable: false, configuration: true }) as unknown as ObjectType;
const own = [type("report", "reports", { read: "all", delete: "own" }), type("view", "views", { read: "all", delete: "own" }), type("duplicate", "duplicates", { read: "all", delete: "none" })];

test("who reads no records is led nowhere, in spite of views and reports of their own", () => {
  expect([daily(own), hasReports(own), dataPlaces(own)]).toEqual([[], false, []]);
});

test("who reads records has reports, duplicates, data quality and a bin, where they may", () => {
  const types = [...own, type("lead", "leads", { read: "own", delete: "own" })];
  expect(hasReports(types)).toBe(true);
  expect(dataPlaces(types).map((each) => each.name)).toEqual(["duplicates", "quality", "bin"]);
});

test("who reads but what is shared with them has no duplicates and no data to keep in order: a pair is shared with nobody", () => {
  const types = [type("duplicate", "duplicates", { read: "shared", delete: "none" }), type("contact", "contacts", { read: "shared", delete: "none" })];
  expect(dataPlaces(types)).toEqual([]);
});

test("who only sets up has the bin of what they delete", () =>
  expect(dataPlaces([...own, type("form", "forms", { read: "all", delete: "all" })]).map((each) => each.name)).toEqual(["bin"]));
