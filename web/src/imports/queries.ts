/** What the import screens ask of the API. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Page } from "../api/types";
import { BUSY, type Import, type Mapping, type Preview, type Upload } from "./types";
import { sendFile } from "./upload";

export function useImports() {
  return useInfiniteQuery({
    queryKey: ["imports", "list"],
    queryFn: ({ pageParam, signal }) => ask<Page<Import>>("GET", "v1/imports", { query: { cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.data.some((each) => BUSY.has(each.state))) ? 2000 : 30_000),
  });
}

export function useImport(id: string) {
  return useQuery({
    queryKey: ["imports", "one", id],
    queryFn: ({ signal }) => ask<Import>("GET", path`v1/imports/${id}`, { signal }),
    refetchInterval: (query) => (BUSY.has(query.state.data?.state ?? "") ? 1500 : 30_000),
  });
}

/** The first rows as they would be; asked again with each mapping that one tries. What the API refuses leaves the last good one standing. */
export function usePreview(id: string) {
  const queries = useQueryClient();
  const address = path`v1/imports/${id}/preview`;
  const first = useQuery({ queryKey: ["imports", "preview", id], queryFn: () => ask<Preview>("POST", address, { body: {} }), staleTime: Infinity, refetchOnWindowFocus: false, retry: false });
  const again = useMutation({
    mutationFn: (mapping: Mapping) => ask<Preview>("POST", address, { body: { mapping } }),
    onSuccess: (preview) => queries.setQueryData(["imports", "preview", id], preview),
  });
  const tried = again.isPending || again.isError ? again.variables : undefined;
  return { preview: first.data, mapping: tried ?? first.data?.mapping ?? {}, map: again.mutate, problem: again.error, busy: again.isPending, unread: first.data ? null : first.error };
}

export interface Wanted { object: string; mode: string; key?: string | null; file_name: string; mapping?: Mapping; options: Record<string, unknown> }

/** Makes the import and sends its file where the API says. */
export function useBegin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ wanted, file, progress }: { wanted: Wanted; file: File; progress: (part: number) => void }) => {
      const made = await ask<Import & { upload: Upload }>("POST", "v1/imports", { body: wanted });
      await sendFile(made.upload, file, progress);
      return made;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["imports", "list"] }),
  });
}

/** `start`, `cancel` or `revert`; whatever it changed is read anew once it is over. */
export function useStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ step, body = {} }: { step: "start" | "cancel" | "revert"; body?: unknown }) => ask<Import>("POST", path`v1/imports/${id}/${step}`, { body }),
    onSuccess: (now) => {
      queries.setQueryData(["imports", "one", id], now);
      return queries.invalidateQueries({ queryKey: ["imports", "list"] });
    },
  });
}
