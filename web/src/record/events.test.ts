import { expect, test } from "vitest";
import { said } from "./events";
import forms from "./events.json";
import de from "./texts.de.json";
import en from "./texts.en.json";

const texts: Record<string, string>[] = [en.events, de.events];

test.each(forms)("%s: %s is told in both languages with the same values", (_, key = "", form = "") => {
  const values = (text: string) => [...text.matchAll(/\{+(\w+)\}+/g)].map((found) => found[1]).filter((name) => name !== "type").sort();
  for (const some of texts) expect(values(some[key] ?? "")).toEqual(values(form));
});

test("a title is told by its kind, whatever the name in it looks like", () => {
  expect(said("task", "Task: Done: Lead: x")).toEqual({ key: "task", values: { name: "Done: Lead: x" } });
  expect(said("lead", "Task: x")).toBeNull();
  expect(said("merged", "Ann was merged into this one was merged into this contact")?.values.type).toBe("contact");
  expect(said("mail", "Mail sent: two\nlines")?.values.name).toBe("two\nlines");
  expect(said("brand_new", "Anything")).toBeNull();
});
