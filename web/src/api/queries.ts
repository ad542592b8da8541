/** What screens ask for. Server state lives here and nowhere else. */
import { QueryClient, keepPreviousData, useInfiniteQuery, useIsFetching, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { AGAIN, isBehind } from "./defined";
import { ask, type Query } from "./http";
import { lay } from "./laying";
import { follow } from "./own";
import { path } from "./path";
import { Problem } from "./problem";
import type { Me, ObjectType, Page, Profile, Rec, View } from "./types";

const FRESH = 30_000; // others' changes show within this time

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      networkMode: "always", // without a connection a screen says so, instead of waiting in silence
      retry: (count, error) => count < 2 && error instanceof Problem && error.passing,
    },
    mutations: { networkMode: "always" },
  },
});

const DERIVED = new Set<unknown>(["list", "all", "record", "timeline", "total", "figures", "report"]); // what follows a write within a moment

follow({ lay: () => lay(client), look: () => void client.invalidateQueries({ predicate: ({ queryKey }) => DERIVED.has(queryKey[1]) }) });

export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => ask<Me>("GET", "v1/me"), refetchInterval: FRESH });
}

export function useSchema() {
  return useQuery({
    queryKey: ["schema"],
    queryFn: async () => {
      const { data } = await ask<{ data: ObjectType[] }>("GET", "v1/schema");
      const before = client.getQueryData<ObjectType[]>(["schema"]);
      return before && isBehind(data) && !isBehind(before) ? before : data;
    },
    staleTime: 60_000,
    refetchInterval: ({ state }) => (isBehind(state.data) ? AGAIN : false),
  });
}

export interface Place { part: number; cursor: string }

/** Where a list that is read part by part goes on; undefined at its end. */
export function placeAfter(last: Page, { part }: Place, parts: number): Place | undefined {
  if (last.next_cursor) return { part, cursor: last.next_cursor };
  return part + 1 < parts ? { part: part + 1, cursor: "" } : undefined;
}

/** `parts`: what is asked beside `query`, one part of the list after the other; they are kept as one list. */
export function useList(plural: string, query: Query, enabled = true, parts: Query[] = [{}]) {
  return useInfiniteQuery({
    queryKey: [plural, "list", query, ...(parts.length > 1 ? [parts] : [])],
    queryFn: ({ pageParam: { part, cursor }, signal }) =>
      ask<Page>("GET", path`v1/${plural}`, { query: { ...query, ...parts[part], cursor }, signal }),
    initialPageParam: { part: 0, cursor: "" },
    getNextPageParam: (last: Page, _pages: Page[], place: Place) => placeAfter(last, place, parts.length),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH,
    enabled,
  });
}

export function useRecord(plural: string, id: string, include = "links,timeline") {
  return useQuery({
    queryKey: [plural, "record", id, include],
    queryFn: ({ signal }) => ask<Profile>("GET", path`v1/${plural}/${id}`, { query: { include }, signal }),
    refetchInterval: FRESH,
    enabled: id !== "",
  });
}

/** Views stand beside what people look at, so they are asked for after it, unless a list waits for its `wanted` one. */
export function useViews(wanted = false) {
  const busy = useIsFetching() > 0;
  const [quiet, rest] = useState(false);
  useEffect(() => {
    if (busy || quiet) return;
    const timer = setTimeout(() => rest(true), 500);
    return () => clearTimeout(timer);
  }, [busy, quiet]);
  return useQuery({
    queryKey: ["views", "list"],
    enabled: wanted || quiet,
    queryFn: ({ signal }) => (client.getQueryData<Me>(["me"])?.permissions.views?.read === "none" ? [] : allViews(signal)), // from outside there are none
    staleTime: 60_000,
  });
}

/** Every page of them: a view beyond the first hundred is one all the same. */
async function allViews(signal: AbortSignal): Promise<View[]> {
  const found: View[] = [];
  let cursor = "";
  do {
    const page = await ask<Page<View>>("GET", "v1/views", { query: { limit: 100, cursor }, signal });
    found.push(...page.data);
    cursor = page.next_cursor ?? "";
  } while (cursor);
  return found;
}

export interface Saving {
  id?: string;
  version?: number;
  values: Record<string, unknown>;
  allowDuplicate?: boolean;
}

/** Create or change one record; lists and the record itself are read anew afterwards. */
export function useSave(plural: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, values, allowDuplicate }: Saving) =>
      id
        ? ask<Rec>("PATCH", path`v1/${plural}/${id}`, { body: values, ifMatch: version })
        : ask<Rec>("POST", path`v1/${plural}`, { body: values, query: { allow_duplicate: allowDuplicate || undefined } }),
    onSuccess: (record) => {
      queries.setQueriesData<Profile>({ queryKey: [plural, "record", record.id] }, (old) => old && { ...old, ...record });
      void queries.invalidateQueries({ queryKey: [plural] }); // not waited for: the form may close at once
    },
  });
}

/** Any action on a record: `POST /v1/{objects}/{id}/{action}`. */
export function useAction(plural: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action, body }: { id: string; action: string; body?: unknown }) =>
      ask<Rec>("POST", path`v1/${plural}/${id}/${action}`, { body: body ?? {} }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useRemove(plural: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask<null>("DELETE", path`v1/${plural}/${id}`),
    // its own page is left, not asked for again
    onSuccess: (_gone, id) => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === plural && queryKey[2] !== id }),
  });
}
