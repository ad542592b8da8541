import { expect, test } from "vitest";
import { type Words, sentence } from "./sentence";

const words: Words = {
  field: (name) => name, value: (_, value) => String(value), operator: (op) => ({ eq: "is", in: "is one of", contains: "contains" })[op] ?? op,
  list: (parts, kind) => new Intl.ListFormat("en", { type: kind }).format(parts),
  empty: (field, is) => `${field} is ${is ? "empty" : "filled in"}`, within: (field, size, unit) => `${field} within ${size} ${unit}`, not: (text) => `not: ${text}`,
};
const country = { field: "country", op: "in", value: ["DE", "AT"] };
const title = (value: string) => ({ field: "title", op: "contains", value });

test.each([
  [country, "country is one of DE or AT"],
  [{ all: [country, { field: "score", op: "gte", value: 50 }] }, "country is one of DE or AT and score gte 50"],
  [{ not: { field: "company", op: "empty" } }, "company is filled in"],
  [{ field: "company", op: "empty", value: false }, "company is filled in"],
  [{ not: country }, "not: country is one of DE or AT"],
  [{ any: [title("head"), title("chief"), title("owner")] }, "title contains head, chief, or owner"],
  [{ all: [country, { any: [title("head"), { field: "vip", op: "eq", value: true }] }] }, "country is one of DE or AT and (title contains head or vip is true)"],
  [{ field: "created_at", op: "within", value: { days: -7 } }, "created_at within -7 days"],
])("%j", (condition, expected) => expect(sentence(condition, words)).toBe(expected));
