import { expect, test } from "vitest";
import { inputsOf, nameOf } from "./shape";

test.each([["Shoe size", "shoe_size"], ["Größe (cm)", "grosse_cm"], ["2nd name", "nd_name"], ["  Tier ", "tier"], ["!!", ""]])("%s becomes %s", (label, name) =>
  expect(nameOf(label)).toBe(name));

test("a choice has options, a number its bounds, a reference its target", () => {
  expect(inputsOf("choice")).toContain("options");
  expect(inputsOf("integer")).toEqual(expect.arrayContaining(["minimum", "maximum"]));
  expect(inputsOf("reference")).toContain("to");
  expect(inputsOf("reference")).not.toContain("searchable");
});
