import { expect, test } from "vitest";
import { searchable } from "./searchable";

test.each([["a", false], ["a.", false], [" é ", false], ["", false], ["7", false], ["ab", true], ["a7", true], ["漢", true], ["김", true], ["ส", true], ["あ", true]])(
  "%s: %s", (text, enough) => expect(searchable(text)).toBe(enough));
