/** The records that I keep at hand. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Hit } from "../values/PickRecord";

const KEY = ["favourites"];

export function useFavourites(enabled = true) {
  return useQuery({ queryKey: KEY, queryFn: async () => (await ask<{ data: Hit[] }>("GET", "v1/favourites")).data, staleTime: 60_000, enabled });
}

export function useStar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, keep }: { id: string; keep: boolean }) => ask(keep ? "PUT" : "DELETE", path`v1/favourites/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
