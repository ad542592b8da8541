/** All records of a configuration type: there are few, so they are read together. */
import { useQuery } from "@tanstack/react-query";
import { ask, type Query } from "../../api/http";
import { path } from "../../api/path";
import type { Page, Rec } from "../../api/types";

const MOST_PAGES = 10;

export function useAll<T extends Rec = Rec>(plural: string, enabled = true, query: Query = {}) {
  return useQuery({
    queryKey: [plural, "all", query],
    queryFn: ({ signal }) => all<T>(plural, query, signal),
    refetchInterval: 30_000,
    enabled,
  });
}

async function all<T>(plural: string, query: Query, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask<Page<T>>("GET", path`v1/${plural}`, { query: { ...query, limit: 100, cursor }, signal });
    found.push(...answer.data);
    if (!answer.next_cursor) break;
    cursor = answer.next_cursor;
  }
  return found;
}
