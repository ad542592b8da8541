import { beforeEach, expect, test } from "vitest";
import { draftKey, dropDrafts } from "./drafts";

beforeEach(() => {
  localStorage.clear();
  for (const key of [draftKey("usr_a", "led_1"), draftKey("usr_ab", "led_1"), "kith.other"]) localStorage.setItem(key, "x");
});
const left = () => Object.keys(localStorage).sort();

test("one's own drafts go, those of others stay", () => {
  dropDrafts("usr_a");
  expect(left()).toEqual(["kith.note.usr_ab.led_1", "kith.other"]);
});

test("all drafts go where it is not known whose", () => {
  dropDrafts(undefined);
  expect(left()).toEqual(["kith.other"]);
});
