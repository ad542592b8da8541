import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask } from "./http";

let asked: string[] = [];
let status = 201;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, status] = [[], 201];
  sessionStorage.setItem("kith.refresh_token", "r");
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("refresh")) return new Response(JSON.stringify({ id_token: "i", expires_in: 3600 }));
    asked.push(`${init.method ?? ""} ${url.pathname}`);
    return new Response(JSON.stringify({ id: "con_1" }), { status });
  });
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const create = (name: string) => ask("POST", "v1/contacts", { body: { last_name: name } });

test("a second press while the first is under way, or just after it, makes nothing more", async () => {
  await Promise.all([create("Ann"), create("Ann")]);
  expect(await create("Ann")).toEqual({ id: "con_1" });
  expect(asked).toHaveLength(1);
});

test("what is asked for later, or is another thing, is done", async () => {
  await Promise.all([create("Bob"), create("Bea")]);
  vi.advanceTimersByTime(1_100);
  await create("Bob");
  expect(asked).toHaveLength(3);
});

test("an action may follow itself as soon as it is over", async () => {
  const preview = () => ask("POST", "v1/imports/imp_1/preview", { body: {} });
  await Promise.all([preview(), preview()]);
  await preview();
  expect(asked).toHaveLength(2);
});

test("what was refused may be tried again at once, and what is read is read", async () => {
  status = 422;
  await expect(create("Cy")).rejects.toMatchObject({ status: 422 });
  status = 201;
  await create("Cy");
  await Promise.all([ask("GET", "v1/contacts"), ask("GET", "v1/contacts")]);
  expect(asked).toHaveLength(4);
});
