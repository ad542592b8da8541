/** What everybody may say about themselves: `PATCH /v1/me`. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/http";
import type { Me, Rec } from "../../api/types";

export const OWN = ["first_name", "last_name", "locale", "time_zone", "away_from", "away_until"] as const;
export type Own = Partial<Record<(typeof OWN)[number], string | null>>;

export function useProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: Own) => ask<Rec>("PATCH", "v1/me", { body: values }),
    onSuccess: (answer) => {
      queries.setQueryData<Me>(["me"], (now) => (now ? { ...now, ...answer } : now));
      void queries.invalidateQueries({ queryKey: ["users"] });
    },
  });
}
