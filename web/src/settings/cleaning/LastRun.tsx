/** What a run did: how it went, what it changed, what it could not, and the way back. */
import { Alert, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import { useAction } from "../../api/queries";
import { Waiting, inWords } from "../../parts/States";
import { Relative } from "../../values/Relative";
import { Progress } from "../parts/Progress";
import { Changes, Named } from "./Changes";
import { jobQuery } from "./jobs";
import type { CleaningRule, Report, Told } from "./types";

const ENDED = ["done", "failed", "cancelled"];
const MOST = 10;

interface Props { rule: CleaningRule; id: string; fresh: boolean; may: boolean }

export function LastRun({ rule, id, fresh, may }: Props) {
  const { t } = useTranslation();
  const report = useInfiniteQuery({
    queryKey: ["cleaning_rules", "report", rule.id, id],
    queryFn: ({ pageParam }) => ask<Report>("POST", path`v1/cleaning_rules/${rule.id}/report`, { body: { job_id: id, ...(pageParam >= 0 && { after: pageParam }) } }),
    initialPageParam: -1,
    getNextPageParam: (last) => last.next ?? undefined,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const job = report.data?.pages[0]?.job;
  const changes = report.data?.pages.flatMap((page) => page.records) ?? [];
  const ended = job !== undefined && ENDED.includes(job.state);
  return (
    <Stack component="section" gap="xs" aria-labelledby="cleaning-last">
      <Group gap={8} align="baseline"><Title order={3} size="h5" id="cleaning-last">{t("settings.cleaning.last_run")}</Title>{job && <Text size="xs" c="dimmed"><Relative at={job.created_at} /></Text>}</Group>
      {fresh || (job && !ended) ? <Progress id={id} /> : job && <Text size="sm">{t(`settings.job.${job.state}`, { count: job.done ?? 0, failed: job.failed ?? 0 })}</Text>}
      {report.error ? <Alert color="red" role="alert">{inWords(report.error)}</Alert> : !job && <Waiting rows={2} />}
      {job?.message && <Alert color={job.state === "failed" ? "red" : "yellow"} role="alert" className="isolated">{job.message}</Alert>}
      {ended && <Failures plural={rule.object} id={id} wanted={(job.failed ?? 0) > 0} />}
      {ended && <Changes plural={rule.object} changes={changes} done />}
      {report.hasNextPage && <Group><Button variant="default" size="xs" loading={report.isFetchingNextPage} onClick={() => void report.fetchNextPage()}>{t("list.more")}</Button></Group>}
      {ended && may && <Undo rule={rule} job={job} />}
    </Stack>
  );
}

/** What was changed since stays as it is, and is told. */
function Undo({ rule, job }: { rule: CleaningRule; job: Told }) {
  const { t } = useTranslation();
  const undo = useAction("cleaning_rules");
  const [undoing, begin] = useState("");
  if (undoing) return <><Text size="sm" fw={600}>{t("settings.cleaning.undoing")}</Text><Progress id={undoing} /><Failures plural={rule.object} id={undoing} wanted /></>;
  if (!job.done) return null;
  const go = () => undo.mutate({ id: rule.id, action: "undo", body: { job_id: job.id } }, { onSuccess: (answer) => begin(String(answer.job_id)) });
  return (
    <>
      {undo.error && <Alert color="red" role="alert">{inWords(undo.error)}</Alert>}
      <Group gap="sm"><Button size="xs" variant="light" leftSection={<Undo2 size={14} aria-hidden />} loading={undo.isPending} onClick={go}>{t("settings.cleaning.undo")}</Button>
        <Text size="xs" c="dimmed">{t("settings.cleaning.undo_help")}</Text></Group>
    </>
  );
}

/** The records with which a job did not come to its end, each with why. */
function Failures({ plural, id, wanted }: { plural: string; id: string; wanted: boolean }) {
  const { t } = useTranslation();
  const query = jobQuery(id);
  const { data } = useQuery({ ...query, enabled: wanted });
  const found = data?.result?.errors ?? data?.result?.kept ?? [];
  if (!wanted || !found.length) return null;
  return (
    <Alert color="yellow" title={t("settings.cleaning.left")}>
      <List size="sm">{found.slice(0, MOST).map((each) => <List.Item key={each.id} className="isolated"><Named plural={plural} id={each.id} />: {each.message}</List.Item>)}</List>
    </Alert>
  );
}
