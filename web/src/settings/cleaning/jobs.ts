/** A run as a job, under the key by which its progress is asked. */
import { ask } from "../../api/http";
import { path } from "../../api/path";
import type { CleaningJob } from "./types";

export const GOES_ON = new Set(["queued", "running"]);
export const ENDED = new Set(["done", "failed", "cancelled"]);
export const LATER = 5000;

/** Who may not read somebody else's job is told less, not an error. */
export function jobQuery(id: string | null) {
  return {
    queryKey: ["jobs", id],
    queryFn: () => ask<CleaningJob>("GET", path`v1/jobs/${id ?? ""}`),
    enabled: Boolean(id),
    retry: false,
    refetchInterval: (query: { state: { data?: CleaningJob | undefined } }) => (GOES_ON.has(query.state.data?.state ?? "") ? LATER : false as const),
  };
}
