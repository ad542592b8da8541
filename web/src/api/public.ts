/** Calls that nobody has to be signed in for: they bring the tokens. */
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

/** Where the API stands: beside this page, whatever path that has. */
export const base = new URL(".", document.baseURI);

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

/** Whose token it is: its `sub`; "" for one that cannot be read. */
export function personOf(token: string): string {
  try {
    const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))) as { sub?: string };
    return claims.sub ?? "";
  } catch {
    return "";
  }
}
