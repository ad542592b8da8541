import { expect, test } from "vitest";
import { grouped, isTyped, sorted } from "./counting";
import type { Line } from "./types";
import { PURPOSES, wordOf } from "./wording";

const german = (word: string) => ({ product_news: "Neues zum Produkt" })[word] ?? word;

test("a purpose is kept by its word, in whichever language it was chosen", () => {
  expect(wordOf(" neues zum produkt", PURPOSES, german)).toBe("product_news");
  expect(wordOf("sms", PURPOSES, german)).toBe("sms");
});

test("a purpose of one's own stays as it was written", () => {
  expect(wordOf(" Einladung zur Messe ", PURPOSES, german)).toBe("Einladung zur Messe");
});

const line = (type: string, id: string): Line => ({ id, type, title: id, created_at: "", deleted_at: null, merged_into: null });

test("what there is stands together by its type, the most numerous first", () => {
  const groups = grouped([line("task", "1"), line("lead", "2"), line("lead", "3")]);
  expect(groups.map(([type, lines]) => [type, lines.map((each) => each.id)])).toEqual([["lead", ["2", "3"]], ["task", ["1"]]]);
  expect(sorted({ task: 1, note: 0, lead: 4 })).toEqual([["lead", 4], ["task", 1]]);
});

test("a name is typed by its letters, and nothing else is the name", () => {
  expect(isTyped("  ada   LOVELACE ", "Ada Lovelace")).toBe(true);
  expect(isTyped("Mu\u0308ller", "M\u00fcller")).toBe(true);
  expect(isTyped("Ada", "Ada Lovelace")).toBe(false);
  expect(isTyped(" ", " ")).toBe(false);
});
