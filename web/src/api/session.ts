/** Who is signed in here: tokens, their renewal, and who wants to know when they end. */
import { Problem, problemOf } from "./problem";

export interface Tokens {
  id_token: string;
  refresh_token: string;
  expires_in: number;
}

export interface Challenge {
  challenge: "new_password" | "totp";
  session: string;
}

type State = "in" | "out" | "ended";

const KEPT = "kith.refresh_token";
const EARLY = 120_000; // renewed this long before the end

/** Where the API stands: beside this page, whatever path that has. */
export const base = new URL(".", document.baseURI);

let idToken = "";
let until = 0;
let state: State = kept() ? "in" : "out";
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function kept(): string {
  return sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT) ?? "";
}

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

/** The language that the page is in: what went wrong is told in it. */
export function language(): Record<string, string> {
  return { "Accept-Language": document.documentElement.lang || "en" };
}

export async function call<T>(what: string, body: unknown): Promise<T> {
  const response = await fetch(new URL(`public/auth/${what}`, base), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...language() },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!response) throw new Problem(0, { code: "offline" });
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? null : await response.json()) as T;
}

export function accept(tokens: Tokens, remember: boolean): void {
  (remember ? sessionStorage : localStorage).removeItem(KEPT);
  (remember ? localStorage : sessionStorage).setItem(KEPT, tokens.refresh_token);
  take(tokens);
}

function take(tokens: Tokens): void {
  idToken = tokens.id_token;
  until = Date.now() + tokens.expires_in * 1000;
  move("in");
}

export function remembered(): boolean {
  return localStorage.getItem(KEPT) !== null;
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
  const refresh_token = kept();
  try {
    if (!refresh_token) throw new Problem(401, {});
    take({ refresh_token, ...(await call<Omit<Tokens, "refresh_token">>("refresh", { refresh_token })) });
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

export async function leave(): Promise<void> {
  const refresh_token = kept();
  sessionStorage.removeItem(KEPT);
  localStorage.removeItem(KEPT);
  idToken = "";
  move("out");
  if (refresh_token) await call("logout", { refresh_token }).catch(() => undefined);
}
