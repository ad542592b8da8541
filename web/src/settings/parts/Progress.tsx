/** How far a job is. */
import { Progress as Bar, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import type { Rec } from "../../api/types";

interface Job extends Rec { state: string; rows?: number; done?: number; failed?: number; message?: string | null }

const ENDED = new Set(["done", "failed", "cancelled"]);

export function Progress({ id }: { id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: job } = useQuery({
    queryKey: ["jobs", id],
    queryFn: () => ask<Job>("GET", path`v1/jobs/${id}`),
    refetchInterval: (query) => (ENDED.has(query.state.data?.state ?? "") ? false : 1000),
  });
  const ended = ENDED.has(job?.state ?? "");
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "jobs" });
  }, [ended, queries]);
  const share = ended ? 100 : job?.rows ? ((job.done ?? 0) / job.rows) * 100 : 8;
  return (
    <Stack gap={4} role="status">
      <Bar value={share} animated={!ended} aria-label={t("settings.job.progress")} color={job?.state === "failed" ? "red" : undefined} />
      <Text size="sm">{t(`settings.job.${ended ? (job?.state ?? "") : "running"}`, { count: job?.done ?? 0, failed: job?.failed ?? 0 })}</Text>
    </Stack>
  );
}
