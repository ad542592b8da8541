import { expect, test } from "vitest";
import { turned } from "./told";

test("a kind is off once, and only in its way", () => {
  const off = turned(turned({ bell: [], mail: [] }, "mention", "mail", false), "mention", "mail", false);
  expect(off).toEqual({ bell: [], mail: ["mention"] });
  expect(turned(off, "mention", "mail", true)).toEqual({ bell: [], mail: [] });
});
