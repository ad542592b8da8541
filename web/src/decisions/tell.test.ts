import { expect, test } from "vitest";
import de from "./texts.de.json";
import en from "./texts.en.json";
import { alike, reason, tell } from "./tell";
import type { Part, Routing } from "./types";

type Tree = { [key: string]: string | Tree };

/** i18next in small: a key's text with its values put in. */
function words(texts: Tree) {
  return (key: string, values: Record<string, unknown> = {}) => {
    const found = key.split(".").reduce<string | Tree | undefined>((tree, part) => (typeof tree === "object" ? tree[part] : undefined), texts);
    const text = typeof found === "string" ? found : String(values.defaultValue);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}
const told = (parts: Part[], texts: Tree = de, more: Routing = {}) => tell({ told: parts, ...more }, words(texts), () => "Land ist Deutschland");
const condition = { field: "country", op: "eq", value: "DE" };

test("a decision is told from its parts, rules that did not match apart", () => {
  const parts = [{ say: "unmatched", rule: "VIP", why: condition }, { say: "turn", rule: "DACH", why: condition, name: "Ana Ruiz", of: 3 }];
  expect(told(parts, de, { attempt: 2 })).toEqual({
    explanation: "Anlauf 2. Regel „DACH“ passt, denn Land ist Deutschland. Ana Ruiz war von 3 Personen an der Reihe.",
    tried: ["Regel „VIP“ passt nicht; verlangt ist: Land ist Deutschland."],
  });
});

test("a rule without a condition takes every lead; one that is too long is named", () => {
  expect(told([{ say: "only", rule: "Rest", name: "Ana", of: 1 }], en)?.explanation).toBe("Rule “Rest” takes every lead. Ana is the only person in its pool.");
  expect(told([{ say: "only", rule: "Rest", why: true, name: "Ana", of: 1 }], en)?.explanation).toMatch(/^Rule “Rest” matched\. /);
});

const PARTS: Part[] = [
  { say: "known_but", name: "Ana", code: "away", until: "2026-12-01" }, { say: "empty", rule: "R" }, { say: "exhausted", rule: "R", of: 2 },
  { say: "load", rule: "R", name: "Ana", of: 2, load: 0 }, { say: "share", rule: "R", name: "Ana", of: 2, share: 1, shares: 4 },
  { say: "known", name: "Ana" }, { say: "nobody" }, { say: "no_rule" },
];
test.each(PARTS)("$say is told whole in both languages", (part) => {
  for (const texts of [en, de]) {
    const text = told([part], texts)?.explanation;
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/undefined|\{|told\./);
  }
});

test("what was kept without parts has no other words", () => expect(tell({ explanation: "Rule matched." }, words(de), () => "")).toBeNull());

test("reasons by their code, with figures where they are kept, else in the API's words", () => {
  const t = words(de);
  expect(reason({ code: "capacity", held: 5, ...{ most: 4 } }, t)).toBe("5 von 4 offenen Leads");
  expect(reason({ code: "away", reason: "away" }, t)).toBe("abwesend");
  expect(reason({ code: "unable", reason: "could not take it" }, t)).toBe("konnte ihn nicht nehmen");
  expect(reason({ code: "brand_new", reason: "on the moon" }, t)).toBe("on the moon");
});

test("who was passed over for one reason stands together, where the first of them stood", () => {
  const [ana, ben, cy] = [{ name: "Ana", code: "away" }, { name: "Ben", code: "capacity" }, { name: "Cy", code: "away" }];
  expect(alike([ana, ben, cy], (each) => each.code ?? "")).toEqual([["away", [ana, cy]], ["capacity", [ben]]]);
  expect(alike([], () => "")).toEqual([]);
});
