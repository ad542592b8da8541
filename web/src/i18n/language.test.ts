import { expect, test } from "vitest";
import { languageOf } from ".";

const me = (locale: string | null, language_chosen: boolean) => ({ locale, company: { language: "en", language_chosen } });

test.each<[string | null, boolean, string, string]>([
  ["de", true, "en-GB", "de"], [null, true, "de-DE", "en"], [null, false, "de-AT", "de-AT"], [null, false, "fr-FR", "en"],
])("who chose %s in a company that chose (%s) with a browser in %s reads %s", (locale, chosen, browser, expected) =>
  expect(languageOf(me(locale, chosen), browser)).toBe(expected));
