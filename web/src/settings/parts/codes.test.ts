import { expect, test } from "vitest";
import { codes, timeZones } from "./codes";

test("countries by name, and nothing that is none", () => {
  const found = codes("de", "region");
  expect(found).toContainEqual({ value: "DE", label: "Deutschland" });
  expect(found.some((each) => each.value === "ZZ")).toBe(false);
});

test("languages have small letters", () => expect(codes("en", "language")).toContainEqual({ value: "fr", label: "French" }));

test("UTC is offered once", () => expect(timeZones.filter((each) => each === "UTC")).toEqual(["UTC"]));
