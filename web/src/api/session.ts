/** Who is signed in here: tokens, their renewal, and who wants to know when they end. */
import { type Kept, drop, keep, read, remembered, tellLeft, watch } from "./kept";
import { Problem } from "./problem";
import { type Tokens, call, personOf } from "./public";

export { base, call, language, type Challenge, type Tokens } from "./public";
export { remembered };

type State = "in" | "out" | "ended";

const EARLY = 120_000; // renewed this long before the end

let idToken = "";
let until = 0;
let mine: Kept = read() ?? { who: "", token: "" }; // this page's; what other tabs keep is never used under it
let state: State = mine.token ? "in" : "out";
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function move(to: State): void {
  if (state === to) return;
  state = to;
  listeners.forEach((each) => each());
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `ended`: was signed in and must do so again, with the page left as it stands. */
export function current(): State {
  return state;
}

/** Signed in by password. Somebody else than before begins with a page of their own. */
export function accept(tokens: Tokens, remember: boolean): void {
  const other = state === "ended" && mine.who !== "" && mine.who !== personOf(tokens.id_token);
  if (!remember) drop(mine);
  mine = { who: personOf(tokens.id_token), token: tokens.refresh_token };
  keep(mine, remember);
  if (other) return window.location.reload();
  take(tokens);
}

function take(tokens: Omit<Tokens, "refresh_token">): void {
  idToken = tokens.id_token;
  until = Date.now() + tokens.expires_in * 1000;
  move("in");
}

/** A token that is good for a while; "" where the person must sign in again. */
export async function token(): Promise<string> {
  if (idToken && Date.now() < until - EARLY) return idToken;
  return (await renew()) ? idToken : "";
}

/** New tokens by the refresh token, asked for once however many calls wait. */
export function renew(): Promise<boolean> {
  renewing ??= renewed().finally(() => (renewing = null));
  return renewing;
}

async function renewed(): Promise<boolean> {
  const asked = mine;
  try {
    if (!asked.token) throw new Problem(401, {});
    const tokens = await call<Omit<Tokens, "refresh_token">>("refresh", { refresh_token: asked.token });
    if (mine.token !== asked.token) return false; // signed out, or in anew, while this was under way
    mine = { ...asked, who: asked.who || personOf(tokens.id_token) };
    take(tokens);
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.passing) throw problem;
    end();
    return false;
  }
}

/** The tokens are no longer good. */
export function end(): void {
  idToken = "";
  move(state === "out" ? "out" : "ended");
}

function out(): Kept {
  const had = mine;
  drop(had);
  mine = { who: "", token: "" };
  idToken = "";
  move("out");
  return had;
}

export async function leave(): Promise<void> {
  const { who, token } = out();
  if (who) tellLeft(who);
  if (token) await call("logout", { refresh_token: token }).catch(() => undefined);
}

/** Who leaves in one tab has left in all; another person's page stays as it is, also when it is loaded again. */
watch(
  (who) => {
    if (state !== "out" && who === mine.who) void call("logout", { refresh_token: out().token }).catch(() => undefined);
  },
  (now, before) => {
    if (state === "out" || !before || before.token !== mine.token) return;
    if (!now && !mine.who) return void out();
    if (!now?.who || now.who !== mine.who) return keep(mine, false);
    mine = now;
    if (state === "ended") void renew().catch(() => undefined);
  },
);
