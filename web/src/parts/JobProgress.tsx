/** How far a job is, told in words and as a bar; what ended badly is told too. */
import { Alert, Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../values/formats";
import type { useJob } from "./useJob";

export function JobProgress({ job, ended, part }: ReturnType<typeof useJob>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const bad = job?.state === "failed" || job?.state === "cancelled";
  return (
    <Stack gap={6} role="status">
      <Progress value={ended ? 100 : Math.max(4, part * 100)} animated={!ended} color={bad ? "red" : undefined} aria-label={t("bulk.progress")} />
      <Group justify="space-between">
        <Text size="sm">{ended ? t(`bulk.${job?.state}`, { count: job?.done ?? 0, failed: job?.failed ?? 0 })
          : job?.rows ? t("bulk.running", { done: formats.number(job.done ?? 0), all: formats.number(job.rows) }) : t("bulk.under_way")}</Text>
      </Group>
      {job?.message && <Alert color={bad ? "red" : "yellow"} p="xs">{job.message}</Alert>}
    </Stack>
  );
}
