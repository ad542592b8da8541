/** Calls to `/v1`: signed, renewed once, and refused in words that a screen can show. */
import { AGAIN, isUnheardOf } from "./defined";
import { once } from "./once";
import { caughtUp, wrote } from "./own";
import { Problem, problemOf } from "./problem";
import * as session from "./session";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query;
  body?: unknown;
  ifMatch?: number | undefined;
  key?: string;
  signal?: AbortSignal | undefined;
}

export function url(path: string, query: Query = {}): URL {
  const found = new URL(path.replace(/^\//, ""), session.base);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") found.searchParams.set(name, String(value));
  }
  return found;
}

/** The answer's body. A repeat after a lost answer is harmless: every POST carries a key; the same write twice at once is one. */
export function ask<T>(method: string, path: string, options: Options = {}): Promise<T> {
  if (method === "GET" || options.signal) return asked<T>(method, path, options);
  const creates = method === "POST" && /^v1\/[^/]+$/.test(path);
  return once(JSON.stringify([method, path, options]), creates, () => asked<T>(method, path, options));
}

async function asked<T>(method: string, path: string, options: Options): Promise<T> {
  const key = options.key ?? (method === "POST" ? crypto.randomUUID() : "");
  let response = await send(method, path, options, key);
  if (response.status === 401 && (await session.renew())) response = await send(method, path, options, key);
  if (response.status === 401) session.end();
  if (!response.ok) {
    const problem = await problemOf(response);
    if (!isUnheardOf(path, problem)) throw problem;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    return asked<T>(method, path, { ...options, key });
  }
  const answer = (response.status === 204 ? null : await response.json()) as T;
  if (method === "GET") return caughtUp(answer, options.query);
  wrote(method, path, answer);
  return answer;
}

async function send(method: string, path: string, options: Options, key: string): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await session.token()}`, ...session.language() };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.ifMatch !== undefined) headers["If-Match"] = `"${options.ifMatch}"`;
  if (key) headers["Idempotency-Key"] = key;
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  try {
    return await fetch(url(path, options.query), { method, headers, body, signal: options.signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "offline" });
  }
}
