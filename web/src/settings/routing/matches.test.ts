import { expect, test } from "vitest";
import { conditionOf, matchesOf } from "./matches";

const language = { field: "languages", op: "has", value: { lead: "language" } };
const region = { field: "regions", op: "has", value: { lead: "country" } };

test.each([[null], [language], [{ all: [language, region] }]])("lines and back: %j", (condition) => {
  const matches = matchesOf(condition);
  expect(matches && conditionOf(matches)).toEqual(condition);
});

test.each([[{ any: [language, region] }], [{ field: "skills", op: "has", value: "x" }]])("another shape is left alone: %j", (condition) =>
  expect(matchesOf(condition)).toBeNull());
