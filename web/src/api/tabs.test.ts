import { afterEach, beforeEach, expect, test, vi } from "vitest";

const KEPT = "kith.refresh_token";
const tokenOf = (who: string) => `x.${btoa(JSON.stringify({ sub: who }))}.x`;
const settled = () => new Promise((done) => setTimeout(done, 0));
let session: typeof import("./session");
let revoked: string[] = [];
let renewedBy: string[] = [];

/** What another tab did to the storage that all share. */
function elsewhere(key: string | null, newValue: string | null, oldValue: string | null = null): void {
  if (key === KEPT && newValue) localStorage.setItem(key, newValue);
  if (key === KEPT && !newValue) localStorage.removeItem(key);
  window.dispatchEvent(new StorageEvent("storage", { key, newValue, oldValue, storageArea: localStorage }));
}

beforeEach(async () => {
  vi.resetModules();
  sessionStorage.clear();
  localStorage.clear();
  [revoked, renewedBy] = [[], []];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const { refresh_token } = JSON.parse(String(init.body)) as { refresh_token: string };
    (url.pathname.endsWith("logout") ? revoked : renewedBy).push(refresh_token);
    return new Response(JSON.stringify({ id_token: tokenOf(refresh_token.startsWith("y") ? "ymir" : "xena"), expires_in: 3600 }));
  });
  session = await import("./session");
  session.accept({ id_token: tokenOf("xena"), refresh_token: "x1", expires_in: 0 }, true);
});
afterEach(() => vi.unstubAllGlobals());

test("who leaves in another tab has left here, and what this tab had is revoked", async () => {
  elsewhere("kith.left", "xena 1");
  await settled();
  expect(session.current()).toBe("out");
  expect(revoked).toEqual(["x1"]);
  expect(await session.renew()).toBe(false);
});

test("somebody else's leaving changes nothing here", () => {
  elsewhere("kith.left", "ymir 1");
  expect(session.current()).toBe("in");
});

test("another person who stays signed in is never asked for under this page", async () => {
  elsewhere(KEPT, "y1 ymir", "x1 xena");
  await session.renew();
  expect(renewedBy).toEqual(["x1"]);
  expect(sessionStorage.getItem(KEPT)).toBe("x1 xena"); // loaded again, this tab is still who it was
});

test("leaving here leaves the other person's session alone", async () => {
  elsewhere(KEPT, "y1 ymir", "x1 xena");
  await session.leave();
  expect(localStorage.getItem(KEPT)).toBe("y1 ymir");
  expect(revoked).toEqual(["x1"]);
  expect(sessionStorage.getItem(KEPT)).toBeNull();
});

test("the same person's new session is taken over, also where this one had ended", async () => {
  session.end();
  elsewhere(KEPT, "x2 xena", "x1 xena");
  await settled();
  expect(session.current()).toBe("in");
  expect(renewedBy).toEqual(["x2"]);
});

test("a tab with a session of its own does not care what the browser keeps", async () => {
  session.accept({ id_token: tokenOf("xena"), refresh_token: "x3", expires_in: 0 }, false);
  elsewhere(KEPT, "y1 ymir");
  await session.renew();
  expect(renewedBy).toEqual(["x3"]);
});

test("leaving is told to the other tabs", async () => {
  const told = vi.spyOn(Storage.prototype, "setItem");
  await session.leave();
  expect(told.mock.calls.filter(([key]) => key === "kith.left").map(([, value]) => value.split(" ")[0])).toEqual(["xena"]);
  expect(localStorage.length).toBe(0);
  told.mockRestore();
});

test("a token that was renewed while somebody left is not taken", async () => {
  const renewing = session.renew();
  const leaving = session.leave();
  expect(await renewing).toBe(false);
  await leaving;
  expect(session.current()).toBe("out");
});
