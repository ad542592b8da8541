/** A job that runs behind: how far it is, asked every second until it has ended. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Rec } from "../api/types";

export interface Job extends Rec {
  state: string;
  rows: number | null;
  done: number | null;
  failed: number | null;
  message: string | null;
}

const ENDED = new Set(["done", "failed", "cancelled"]);

export function useJob(id: string) {
  const queries = useQueryClient();
  const { data: job, error } = useQuery({
    queryKey: ["jobs", "running", id],
    queryFn: () => ask<Job>("GET", path`v1/jobs/${id}`),
    refetchInterval: (query) => (ENDED.has(query.state.data?.state ?? "") ? false : 1000),
    enabled: id !== "",
  });
  const ended = ENDED.has(job?.state ?? "");
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "jobs" });
  }, [ended, queries]);
  return { job, error, ended, part: job?.rows ? (job.done ?? 0) / job.rows : 0 };
}
