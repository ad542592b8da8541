/** What this tab wrote, laid over every list in the cache: it stands there at once, before any is read anew. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Query } from "./http";
import { laidOver } from "./own";
import type { Page, Rec } from "./types";

export function lay(queries: QueryClient): void {
  for (const { queryKey, state } of queries.getQueryCache().findAll({ predicate: ({ queryKey }) => queryKey[1] === "list" || queryKey[1] === "all" })) {
    const now = laid(state.data, queryKey[2] as Query | undefined);
    if (now !== state.data) queries.setQueryData(queryKey, now);
  }
}

/** A list is kept as pages, or whole. */
function laid(list: unknown, query: Query = {}): unknown {
  if (Array.isArray(list)) return laidOver(list, query);
  const { pages } = (list ?? {}) as Partial<InfiniteData<Page>>;
  if (!pages) return list;
  const data = pages.map((page) => laidOver(page.data, query) as Rec[]);
  if (data.every((rows, place) => rows === pages[place]?.data)) return list;
  const gone = pages.reduce((sum, page, place) => sum + page.data.length - (data[place]?.length ?? 0), 0);
  return { ...(list as object), pages: pages.map(({ meta, ...page }, place) => (
    { ...page, data: data[place] ?? [], meta: typeof meta.total === "number" ? { ...meta, total: meta.total - gone } : meta })) };
}
