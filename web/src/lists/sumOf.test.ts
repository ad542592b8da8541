import { expect, test } from "vitest";
import type { Field, Rec } from "../api/types";
import { sumOf } from "./sumOf";

const field = (name: string, type: string) => ({ name, type }) as Field;
const records = (name: string, values: unknown[]) => values.map((value) => ({ [name]: value }) as Rec);

test("numbers add up, gaps count nothing", () => expect(sumOf(field("employees", "integer"), records("employees", [3, null, 4]))).toBe(7));

test("currencies are kept apart", () =>
  expect(sumOf(field("revenue", "money"), records("revenue", [{ amount: 5, currency: "EUR" }, { amount: 7, currency: "USD" }, { amount: 1, currency: "EUR" }, null])))
    .toEqual({ EUR: 6, USD: 7 }));

test.each([["score", "integer"], ["name", "text"]])("%s has no sum", (name, type) => expect(sumOf(field(name, type), records(name, [1]))).toBeNull());
