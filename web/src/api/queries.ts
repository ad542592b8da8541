/** What screens ask for. Server state lives here and nowhere else. */
import { type InfiniteData, QueryClient, keepPreviousData, useInfiniteQuery, useIsFetching, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ask, type Query } from "./http";
import { whenBehind } from "./own";
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

whenBehind(() => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "list" || queryKey[1] === "all" }));

export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => ask<Me>("GET", "v1/me"), refetchInterval: FRESH });
}

export function useSchema() {
  return useQuery({
    queryKey: ["schema"],
    queryFn: async () => (await ask<{ data: ObjectType[] }>("GET", "v1/schema")).data,
    staleTime: 60_000,
  });
}

export function useList(plural: string, query: Query, enabled = true) {
  return useInfiniteQuery({
    queryKey: [plural, "list", query],
    queryFn: ({ pageParam, signal }) =>
      ask<Page>("GET", path`v1/${plural}`, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last: Page) => last.next_cursor ?? undefined,
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
    queryFn: ({ signal }) => allViews(signal),
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
      put(queries, plural, record);
      void queries.invalidateQueries({ queryKey: [plural] }); // not waited for: the form may close at once
    },
  });
}

/** The answer stands in every list and page at once, before they are read anew. */
function put(queries: QueryClient, plural: string, record: Rec): void {
  const merged = (old: Rec): Rec => (old.id === record.id ? { ...old, ...record } : old);
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: [plural, "list"] }, (list) => (
    list?.pages ? { ...list, pages: list.pages.map((page) => ({ ...page, data: page.data.map(merged) })) } : list)); // a list may be kept in another shape
  queries.setQueriesData<Profile>({ queryKey: [plural, "record", record.id] }, (old) => old && merged(old));
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
