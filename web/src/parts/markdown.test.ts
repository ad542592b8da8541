import { expect, test } from "vitest";
import { blocksOf, inline, safe } from "./markdown";

test("blocks", () => {
  expect(blocksOf("# Call\n\nFirst line\nsecond\n- one\n- two\n1. a\n> said\n```\n<b>x</b>\n```\n---").map((block) => block.kind))
    .toEqual(["heading", "p", "list", "list", "quote", "code", "rule"]);
});

test.each([
  ["**fat** and *slanted*", ["strong", "text", "em"]],
  ["@lena.vogt please", ["mention", "text"]],
  ["@[Lena Vogt](usr_01) please", ["mention", "text"]],
  ["a@b.example", ["text"]],
  ["snake_case_name", ["text"]],
  ["`**code**`", ["code"]],
  ["see https://a.example/x.", ["text", "link", "text"]],
])("%s", (text, kinds) => expect(inline(text).map((part) => part.kind).slice(0, kinds.length)).toEqual(kinds));

test("markup is text", () => expect(inline("<script>alert(1)</script>")).toEqual([{ kind: "text", text: "<script>alert(1)</script>" }]));

test.each(["javascript:alert(1)", "data:text/html,x", " JaVaScRiPt:x", "vbscript:x"])("%s is no link", (address) => {
  expect(safe(address)).toBe(false);
  expect(inline(`[x](${address.trim()})`).every((part) => part.kind === "text")).toBe(true);
});

test("long hostile texts take no time", () => {
  const started = performance.now();
  for (const unit of ["*", "_a", "[", "@[", "`", "**a", "http://", "- ", "> "]) blocksOf(unit.repeat(10_000));
  expect(performance.now() - started).toBeLessThan(3000);
});

test("a long text takes time by its length alone", () => {
  const began = performance.now();
  expect(blocksOf("a\n\n".repeat(50_000))).toHaveLength(50_000);
  expect(performance.now() - began).toBeLessThan(3000);
});

test("lists, quotations and paragraphs end where another begins", () => {
  expect(blocksOf("one\ntwo\n- a\n- b\n> said\n> more\n# Head\nlast")).toMatchObject([
    { kind: "p", parts: [{ text: "one\ntwo" }] }, { kind: "list", items: [[{ text: "a" }], [{ text: "b" }]] }, { kind: "quote", parts: [{ text: "said\nmore" }] }, { kind: "heading" }, { kind: "p", parts: [{ text: "last" }] },
  ]);
});
