import { expect, test } from "vitest";
import type { Field } from "../../api/types";
import { fillable, labelOf, question } from "./types";

const field = (name: string, type: string, more: Partial<Field> = {}) => ({ name, type, read_only: false, options: [], ...more }) as unknown as Field;

test("a question takes kind and name from the lead's field", () =>
  expect(question([], "Email", field("emails", "emails"))).toEqual({ name: "email", label: "Email", type: "email", required: false, maps_to: "emails" }));

test("no two questions have one name", () =>
  expect(question([{ name: "question", type: "text" }, { name: "question_2", type: "text" }], "?").name).toBe("question_3"));

test("a choice brings its options", () =>
  expect(question([], "Tier", field("tier", "choice", { options: ["a", "b"] }))).toMatchObject({ type: "choice", options: ["a", "b"] }));

test("whose a lead is, and how far, no stranger says", () =>
  expect(fillable([field("owner_id", "user"), field("status", "choice"), field("score", "integer", { read_only: true }), field("city", "text")]).map((each) => each.name)).toEqual(["city"]));

test("a question without a label is asked by its name in plain words", () =>
  expect(["", undefined, "Your size"].map((label) => labelOf({ name: "shoe_size", type: "text", ...(label === undefined ? {} : { label }) }))).toEqual(["Shoe size", "Shoe size", "Your size"]));
