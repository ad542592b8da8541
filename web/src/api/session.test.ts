import { afterEach, beforeEach, expect, test, vi } from "vitest";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
let session: typeof import("./session");
let http: typeof import("./http");

beforeEach(async () => {
  vi.resetModules();
  sessionStorage.setItem("kith.refresh_token", "r");
  session = await import("./session");
  http = await import("./http");
});
afterEach(() => vi.unstubAllGlobals());

test("many calls at once renew the session once", async () => {
  const fetched = vi.fn(async (url: URL) => (url.pathname.endsWith("refresh") ? answer(200, { id_token: "i", expires_in: 3600 }) : answer(200, {})));
  vi.stubGlobal("fetch", fetched);
  await Promise.all([http.ask("GET", "v1/me"), http.ask("GET", "v1/schema"), http.ask("GET", "v1/leads")]);
  expect(fetched.mock.calls.filter(([url]) => url.pathname.endsWith("refresh"))).toHaveLength(1);
});

test("a refused renewal ends the session and keeps the page", async () => {
  vi.stubGlobal("fetch", async () => answer(401, { code: "unauthenticated" }));
  await expect(http.ask("GET", "v1/me")).rejects.toMatchObject({ status: 401 });
  expect(session.current()).toBe("ended");
});

test("without a connection nobody is signed out", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed")));
  await expect(http.ask("GET", "v1/me")).rejects.toMatchObject({ status: 0 });
  expect(session.current()).toBe("in");
});

test("a create that is sent twice carries the same key", async () => {
  const keys: string[] = [];
  let first = true;
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("refresh")) return answer(200, { id_token: "i", expires_in: 3600 });
    keys.push((init.headers as Record<string, string>)["Idempotency-Key"] ?? "");
    const status = first ? 401 : 201;
    first = false;
    return answer(status, {});
  });
  await http.ask("POST", "v1/contacts", { body: {} });
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test("every call asks for the page's language, signing in as well", async () => {
  const asked: (string | undefined)[] = [];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    asked.push((init.headers as Record<string, string>)["Accept-Language"]);
    return url.pathname.endsWith("refresh") ? answer(200, { id_token: "i", expires_in: 3600 }) : answer(200, {});
  });
  document.documentElement.lang = "de";
  await http.ask("GET", "v1/me");
  expect(asked).toEqual(["de", "de"]);
});
