/** Everything about a person as one file: made behind, downloaded by its link. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, FileArchive } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import { JobProgress } from "../parts/JobProgress";
import { inWords } from "../parts/States";
import { useJob } from "../parts/useJob";
import type { Archive } from "./types";

const LINK_HOLDS = 10 * 60_000; // milliseconds; the API says 15 minutes

export function Exporting({ id }: { id: string }) {
  const { t } = useTranslation();
  const start = useMutation({ mutationFn: () => ask<{ id: string; job_id: string }>("POST", "v1/privacy/exports", { body: { subject_id: id } }) });
  const running = useJob(start.data?.job_id ?? "");
  const made = useQuery({
    queryKey: ["erasures", "archive", start.data?.id],
    queryFn: () => ask<Archive>("GET", path`v1/privacy/exports/${start.data?.id ?? ""}`),
    enabled: running.job?.state === "done",
    refetchInterval: LINK_HOLDS,
  });
  const failed = start.error ?? running.error ?? made.error;
  return (
    <Stack gap="xs" align="flex-start">
      {failed && <Alert color="red" role="alert" w="100%">{inWords(failed)}</Alert>}
      {start.data && !made.data && !failed && <div style={{ width: "100%" }}><JobProgress {...running} /></div>}
      {made.data?.download_url ? <Ready made={made.data} url={made.data.download_url} />
        : <Button variant="default" leftSection={<FileArchive size={15} />} loading={start.isPending || Boolean(start.data && !running.ended && !failed)} onClick={() => start.mutate()}>{t("personal.export")}</Button>}
    </Stack>
  );
}

function Ready({ made, url }: { made: Archive; url: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" role="status">{t("personal.exported", { count: made.records ?? 0 })} {Boolean(made.left_out) && t("personal.left_out")} {t("personal.look_through")}</Text>
      <Button component="a" href={url} leftSection={<Download size={15} />}>{t("personal.download")}</Button>
    </>
  );
}
