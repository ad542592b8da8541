import { expect, test } from "vitest";
import { type Account, type Problem, addressOf, partOf, partsOf, percent } from "./account";

const problem = (name: string, records: number, link = "") => ({ problem: name, field: "emails", label: name, records, link }) as Problem;
const account = (problems: Problem[]): Account => ({ object: "leads", state: "ready", records: 8, completeness: 50, truncated: false, problems });

test("problems are told apart by how they are put right, the most frequent first, without what nobody has", () => {
  const parts = partsOf(account([problem("missing_phones", 1), problem("missing_emails", 3), problem("invalid_email", 0), problem("role_address", 2), problem("stale", 4)]));
  expect(parts.missing.map((each) => each.problem)).toEqual(["missing_emails", "missing_phones"]);
  expect(parts.wrong.map((each) => each.problem)).toEqual(["role_address"]);
  expect(parts.stale?.records).toBe(4);
});

test("who has nothing wrong has no parts", () => expect(partsOf(account([problem("stale", 0)]))).toEqual({ missing: [], wrong: [], stale: undefined }));

test.each([[2, 8, 0.25], [9, 8, 1], [2, null, null], [0, 0, null]])("%s of %s records are %s", (many, records, part) => expect(partOf(many, records)).toBe(part));

test.each([[0, 0], [0.001, 1], [0.5, 50], [0.999, 99], [1, 100]])("%s is told as %s per cent", (part, told) => expect(percent(part)).toBe(told));

test("a filter of the API is that of the list, and other problems have a page of their own", () => {
  expect(addressOf(account([]), problem("missing_emails", 1, "/v1/leads?filter=%7B%22field%22%3A%22emails%22%7D"))).toBe("/leads?filter=%7B%22field%22%3A%22emails%22%7D");
  expect(addressOf(account([]), problem("role_address", 1, "/v1/quality/leads?problem=role_address"))).toBe("/quality/leads/role_address");
});
