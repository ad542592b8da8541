import { expect, test } from "vitest";
import { mention, seen } from "../parts/mention";
import { placeIn, rewritten } from "./writing";

const LENA = mention({ id: "usr_1", name: "Lena Vogt" });
const OTHER = mention({ id: "usr_2", name: "Lena Vogt" });
/** What a writer does to what they see: `|` is where their cursor is then. */
const typed = (note: string, text: string) => rewritten(note, text.replace("|", ""), text.indexOf("|"));

test("a mention is seen as a name", () => expect(seen(`Ask ${LENA}, then ${OTHER}.`)).toBe("Ask @Lena Vogt, then @Lena Vogt."));

test("a name with brackets makes no other markup", () => expect(seen(mention({ id: "usr_1", name: "Lena [Vogt]" }))).toBe("@Lena Vogt"));

test.each([
  ["before", "Do |ask @Lena Vogt, then @Lena Vogt.", `Do ask ${LENA}, then ${OTHER}.`],
  ["between", "ask @Lena Vogt and |, then @Lena Vogt.", `ask ${LENA} and , then ${OTHER}.`],
  ["after", "ask @Lena Vogt, then @Lena Vogt.!|", `ask ${LENA}, then ${OTHER}.!`],
  ["away with the first of two of the same name", "ask |, then @Lena Vogt.", `ask , then ${OTHER}.`],
  ["away with all of it", "|", ""],
  ["a name cut short", "ask @Lena Vog|, then @Lena Vogt.", `ask @Lena Vog, then ${OTHER}.`],
  ["a letter in a name", "ask @Lena VX|ogt, then @Lena Vogt.", `ask @Lena VXogt, then ${OTHER}.`],
  ["from one name into the other", "ask @Le|ogt.", "ask @Leogt."],
])("text changes, mentions stay whose they are: %s", (_what, text, note) => expect(typed(`ask ${LENA}, then ${OTHER}.`, text)).toBe(note));

test("a note that is only looked at stays as it was stored", () => {
  const stored = `a ${LENA}\n\`${OTHER}\` @lena.vogt`;
  expect(rewritten(stored, seen(stored), 3)).toBe(stored);
});

test.each([[0, 0, 0], [3, 3, 3], [4, 4, 4 + LENA.length], [13, 3 + LENA.length, 3 + LENA.length], [14, 4 + LENA.length, 4 + LENA.length]])(
  "place %i of what is seen", (at, before, after) => {
    const note = `to ${LENA}!`;
    expect([placeIn(note, at, "before"), placeIn(note, at, "after")]).toEqual(at === 4 ? [3, 3 + LENA.length] : [before, after]);
  });

test("the cursor far from what changed takes no name along", () => expect(typed(`x ${LENA} y`, "xx @Lena Vogt y|")).toBe(`xx ${LENA} y`));
