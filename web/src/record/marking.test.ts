import { expect, test } from "vitest";
import { around, listed, mentionAt } from "./marking";

test("marks stand around the selection, which stays", () => expect(around("**")("a word b", 2, 6)).toEqual({ text: "a **word** b", from: 4, to: 8 }));

test("each chosen line becomes a point", () => expect(listed("x\none\ntwo", 3, 9).text).toBe("x\n- one\n- two"));

test.each([
  ["hello @le", 9, { at: 6, typed: "le" }],
  ["@", 1, { at: 0, typed: "" }],
  ["a@b", 3, null],
  ["@lena and", 9, null],
])("a mention before the cursor of %s", (text, cursor, found) => expect(mentionAt(text, cursor)).toEqual(found));
