/**
 * What this tab has written in the last minute. Lists are derived a moment after a record is, so one that is read at
 * once may still show the state before: people must not see their own change undone.
 */
import type { Query } from "./http";
import type { Rec } from "./types";

interface Own { record: Rec | null; version: number; at: number } // null: deleted

const KEPT = 60_000;
const FIRST_LOOK = 1_500;
const NOT_RECORDS = new Set(["exports", "favourites"]); // a DELETE takes a file or a star away, the record stays
const NOT_FIELDS = new Set(["limit", "cursor", "sort", "view", "filter", "fields", "include", "deleted", "shared"]);

const written = new Map<string, Own>();
let lists: Lists | undefined;
let pause = FIRST_LOOK;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The lists on the screen: `lay` puts what was written over them at once, `look` reads them anew, a moment after each write and as long as rows are behind. */
export interface Lists { lay: () => void; look: () => void }

export function follow(those: Lists): void {
  lists = those;
}

export function forget(): void {
  written.clear();
  clearTimeout(timer);
  timer = undefined;
}

/** Keep the answer of a write: the record as it is now, or that it was deleted. Of a batch, which tells no records, lists are read anew alone. */
export function wrote(method: string, path: string, answer: unknown): void {
  const [, plural = "", id] = /^v1\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (method === "DELETE" && id && !NOT_RECORDS.has(plural)) written.set(id, { record: null, version: Infinity, at: Date.now() });
  else if (isRecord(answer)) written.set(answer.id, { record: answer, version: answer.version, at: Date.now() });
  else if (!path.endsWith("/batch")) return;
  pause = FIRST_LOOK;
  lists?.lay();
  lookLater();
}

/** An answer's page with our own changes in it, without the rows that it no longer holds by them; they are not counted either. */
export function caughtUp<T>(answer: T, query: Query = {}): T {
  const page = answer as { data?: unknown; meta?: { total?: unknown } } | null;
  if (!Array.isArray(page?.data)) return answer;
  const data = laidOver(page.data, query);
  if (data === page.data) return answer;
  const total = page.meta?.total;
  return { ...answer, data, ...(typeof total === "number" ? { meta: { ...page.meta, total: total - page.data.length + data.length } } : {}) };
}

/** Rows with our own changes in them; the same array where there are none. */
export function laidOver(rows: unknown[], query: Query): unknown[] {
  if (!written.size) return rows;
  let behind = false;
  const data = rows.flatMap((row) => {
    const own = newer(row);
    if (!own) return [row];
    behind = true;
    const kept = own.record ? { ...(row as Rec), ...own.record } : null;
    const inBin = Boolean((row as Rec).deleted_at) !== Boolean(kept?.deleted_at);
    return kept && !inBin && !contradicts(query, kept) ? [kept] : [];
  });
  if (behind) lookLater();
  return behind ? data : rows;
}

function newer(row: unknown): Own | undefined {
  if (!isRecord(row)) return undefined;
  const own = written.get(row.id);
  if (own && own.at < Date.now() - KEPT) written.delete(row.id);
  else if (own && row.version < own.version && !(own.record === null && row.deleted_at)) return own;
  return undefined;
}

/** A record tells when it was made; a line of the audit, which names a record and its version, does not. */
function isRecord(value: unknown): value is Rec {
  if (typeof value !== "object" || value === null) return false;
  const { id, version, created_at } = value as Partial<Rec>;
  return typeof id === "string" && typeof version === "number" && typeof created_at === "string";
}

function lookLater(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    pause = Math.min(pause * 2, KEPT);
    lists?.look();
  }, pause);
}

/** Whether a record surely is not in the list: by plain conditions alone, all others are the API's to judge. */
function contradicts(query: Query, record: Rec): boolean {
  const plain = Object.entries(query).filter(([name, value]) => !NOT_FIELDS.has(name) && name in record && value !== null && value !== undefined && value !== "");
  return plain.some(([name, value]) => String(record[name]) !== String(value)) || (typeof query.filter === "string" && refuses(parsed(query.filter), record));
}

function refuses(condition: unknown, record: Rec): boolean {
  if (typeof condition !== "object" || condition === null) return false;
  const { all, field, op, value } = condition as { all?: unknown; field?: unknown; op?: unknown; value?: unknown };
  if (Array.isArray(all)) return all.some((each) => refuses(each, record));
  if (typeof field !== "string" || !(field in record) || typeof record[field] !== "string") return false;
  if (op === "eq" && typeof value === "string") return record[field] !== value;
  return op === "in" && Array.isArray(value) && value.every((each) => typeof each === "string") && !value.includes(record[field]);
}

function parsed(filter: string): unknown {
  try {
    return JSON.parse(filter);
  } catch {
    return null;
  }
}
