import { expect, test } from "vitest";
import { changed } from "./changed";

const before = { name: "A", tags: ["x"], note: null, other: 1 };

test("only what differs is sent, what was emptied as null", () =>
  expect(changed(before, { ...before, name: undefined, tags: ["x"], other: 2 }, ["name", "tags", "note"])).toEqual({ name: null }));

test("nothing and empty are the same", () => expect(changed(before, { ...before, note: undefined }, ["note"])).toEqual({}));
