import { expect, test } from "vitest";
import { ranked } from "./ranked";

const english = new Intl.DisplayNames(["en"], { type: "region" });
const options = ["BD", "CI", "DE", "DK", "NE", "NG", "SE", "AT", "GB"].map((value) => ({ value, label: english.of(value) ?? "" })).sort((one, other) => one.label.localeCompare(other.label));
const found = (search: string, limit = 300) => ranked("region")({ options, search, limit }).map((each) => each.value);

test("the code comes first, then what begins so, then what holds it", () => {
  expect(found("de")[0]).toBe("DE");
  expect(found("de")).toContain("BD");
  expect(found("ni")).toEqual(["NE", "NG", "GB"]);
  expect(found("king")).toEqual(["GB"]);
});

test.each([["germany", "DE"], ["Deutschland", "DE"], ["Österreich", "AT"], ["osterreich", "AT"], ["AUSTRIA", "AT"], ["Schwed", "SE"]])("%s is %s, in either language", (search, code) => expect(found(search)).toEqual([code]));

test("nothing typed is all of them, as far as asked", () => expect(found("", 3)).toHaveLength(3));

test("what is no name finds nothing, and a code that nobody knows breaks nothing", () => {
  expect(found("xyzzy")).toEqual([]);
  expect(ranked("region")({ options: [{ value: "old", label: "old" }], search: "old", limit: 5 })).toHaveLength(1);
});
