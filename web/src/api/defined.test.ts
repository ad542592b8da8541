import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defined, forget, isBehind, isUnheardOf } from "./defined";
import { ask } from "./http";
import { Problem } from "./problem";
import type { ObjectType, Rec } from "./types";

const SHOE = { object: "companies", name: "shoe_size", label: "Shoe size", options: null } as unknown as Rec;
const schema = (...fields: object[]) => [{ plural: "companies", fields }] as unknown as ObjectType[];
const unknown = (field: string, message = "") => new Problem(422, { errors: [{ field, code: "unknown_field", message }] });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  forget();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a schema is behind until it has the field as it was defined, for half a minute at most", () => {
  expect(isBehind(schema())).toBe(false);
  defined(SHOE);
  expect(isBehind(undefined)).toBe(false);
  expect(isBehind(schema())).toBe(true);
  expect(isBehind(schema({ name: "shoe_size", label: "Shoes", options: [] }))).toBe(true);
  expect(isBehind(schema({ name: "shoe_size", label: "Shoe size", options: [] }))).toBe(false);
  defined({ ...SHOE, options: ["s", "m"] });
  expect(isBehind(schema({ name: "shoe_size", label: "Shoe size", options: ["s"] }))).toBe(true);
  vi.advanceTimersByTime(36_000);
  expect(isBehind(schema())).toBe(false);
});

test("only a field that was defined here is unheard of, and only where it belongs", () => {
  expect(isUnheardOf("v1/companies", unknown("shoe_size"))).toBe(false);
  defined(SHOE);
  expect(isUnheardOf("v1/companies", unknown("shoe_size"))).toBe(true);
  expect(isUnheardOf("v1/companies", unknown("fields", "Companies have no field shoe_size"))).toBe(true);
  expect(isUnheardOf("v1/companies", unknown("hat_size"))).toBe(false);
  expect(isUnheardOf("v1/contacts", unknown("shoe_size"))).toBe(false);
  expect(isUnheardOf("v1/companies", new Problem(422, { errors: [{ field: "shoe_size", code: "invalid", message: "" }] }))).toBe(false);
});

test("a process that has not heard of the field is asked again, as the same call", async () => {
  sessionStorage.setItem("kith.refresh_token", "r");
  defined(SHOE);
  const keys: string[] = [];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("refresh")) return new Response(JSON.stringify({ id_token: "i", expires_in: 3600 }));
    keys.push((init.headers as Record<string, string>)["Idempotency-Key"] ?? "");
    return keys.length < 3 ? new Response(JSON.stringify(unknown("shoe_size").body), { status: 422 }) : new Response(JSON.stringify({ id: "cmp_1" }), { status: 201 });
  });
  const made = ask<Rec>("POST", "v1/companies", { body: { shoe_size: 46 } });
  await vi.advanceTimersByTimeAsync(2_500);
  expect((await made).id).toBe("cmp_1");
  expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
});
