/** What a run did: how it went, what it changed, what it could not, and the way back. */
import { Alert, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Square, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import { useAction, useMe } from "../../api/queries";
import { isSecond } from "../../parts/second";
import { Waiting, inWords } from "../../parts/States";
import { useMay } from "../../schema/useMay";
import { useType } from "../../schema/useType";
import { Relative } from "../../values/Relative";
import { Progress } from "../parts/Progress";
import { Changes, Named } from "./Changes";
import { ENDED, GOES_ON, jobQuery, LATER } from "./jobs";
import type { CleaningRule, Report, Told } from "./types";

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
    refetchInterval: ({ state }) => ([state.data?.pages[0]?.job, state.data?.pages[0]?.undone].some((each) => each && GOES_ON.has(each.state)) ? LATER : false), // somebody else's job is not told
    refetchOnWindowFocus: false,
  });
  const { job, undone = null } = report.data?.pages[0] ?? {};
  const changes = report.data?.pages.flatMap((page) => page.records) ?? [];
  const ended = job !== undefined && ENDED.has(job.state);
  return (
    <Stack component="section" gap="xs" aria-labelledby="cleaning-last">
      <Group gap={8} align="baseline"><Title order={3} size="h5" id="cleaning-last">{t("settings.cleaning.last_run")}</Title>{job && <Text size="xs" c="dimmed"><Relative at={job.created_at} /></Text>}</Group>
      {fresh || (job && !ended) ? <Progress id={id} /> : job && <Ended job={job} />}
      {job && !ended && <Stop id={id} />}
      {report.error ? <Alert color="red" role="alert">{inWords(report.error)}</Alert> : !job && <Waiting rows={2} />}
      {job?.message && <Alert color={job.state === "failed" ? "red" : "yellow"} role="alert" className="isolated">{job.message}</Alert>}
      {ended && <Failures plural={rule.object} id={id} wanted={(job.failed ?? 0) > 0} />}
      {ended && <Changes plural={rule.object} changes={changes} done />}
      {report.hasNextPage && <Group><Button variant="default" size="xs" loading={report.isFetchingNextPage} onClick={() => void report.fetchNextPage()}>{t("list.more")}</Button></Group>}
      {ended && may && <Undo rule={rule} job={job} undone={undone} />}
    </Stack>
  );
}

function Ended({ job }: { job: Told }) {
  const { t } = useTranslation();
  return <Text size="sm">{t(`settings.job.${job.state}`, { count: job.done ?? 0, failed: job.failed ?? 0 })}</Text>;
}

/** What is done by then stays done, and can be taken back. For whose run it is, and who may change others' jobs. */
function Stop({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(jobQuery(id));
  const mine = useMe().data?.id === data?.owner_id;
  const may = useMay(useType("jobs"));
  const stop = useAction("jobs");
  if (!data || !GOES_ON.has(data.state) || !(mine || may("update", data))) return null;
  return (
    <>
      {stop.error && <Alert color="red" role="alert">{inWords(stop.error)}</Alert>}
      <Group><Button size="xs" variant="default" leftSection={<Square size={12} aria-hidden />} loading={stop.isPending} onClick={() => stop.mutate({ id, action: "cancel" })}>{t("settings.cleaning.stop")}</Button></Group>
    </>
  );
}

/** What was changed since stays as it is, and is told. A run is taken back once. */
function Undo({ rule, job, undone }: { rule: CleaningRule; job: Told; undone: Told | null }) {
  const { t } = useTranslation();
  const undo = useAction("cleaning_rules");
  const [begun, begin] = useState("");
  const id = begun || undone?.id;
  if (id) return (
    <>
      <Text size="sm" fw={600}>{t(begun || !undone || GOES_ON.has(undone.state) ? "settings.cleaning.undoing" : "settings.cleaning.undone")}</Text>
      {!begun && undone && ENDED.has(undone.state) ? <Ended job={undone} /> : <Progress id={id} />}
      <Failures plural={rule.object} id={id} wanted />
    </>
  );
  if (!job.done) return null;
  const go = () => undo.mutate({ id: rule.id, action: "undo", body: { job_id: job.id } }, { onSuccess: (answer) => begin(String(answer.job_id)) });
  return (
    <>
      {undo.error && <Alert color="red" role="alert">{inWords(undo.error)}</Alert>}
      <Group gap="sm"><Button size="xs" variant="light" leftSection={<Undo2 size={14} aria-hidden />} loading={undo.isPending} onClick={(event) => isSecond(event) || go()}>{t("settings.cleaning.undo")}</Button>
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
