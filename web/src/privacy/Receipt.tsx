/** An erasure while it runs, and its receipt when it is done. One that stopped goes on when it is asked for again. */
import { Alert, Anchor, Button, Code, Group, List, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import { JobProgress } from "../parts/JobProgress";
import { Failed, inWords } from "../parts/States";
import { useJob } from "../parts/useJob";
import { useFormats } from "../values/formats";
import { Tally } from "./Lines";
import type { Erasure } from "./types";

/** A dialog hears of what goes on and is closed from here; a page has nothing to close. */
interface Props { begun: Erasure; again?: (receipt: Erasure) => void; done?: () => void; close?: () => void }

export function Receipt({ begun, again, done, close }: Props) {
  const { data = begun, error, refetch } = useQuery({
    queryKey: ["erasures", "receipt", begun.id],
    queryFn: () => ask<Erasure>("GET", path`v1/privacy/erasures/${begun.id}`),
    refetchInterval: ({ state }) => (state.data?.state === "done" ? false : 1500),
  });
  const finished = data.state === "done";
  useEffect(() => {
    if (finished) done?.();
  }, [finished, done]);
  if (finished) return <Done receipt={data} close={close} />;
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Running begun={data} again={again} />;
}

function Running({ begun, again }: Pick<Props, "begun" | "again">) {
  const { t } = useTranslation();
  const running = useJob(begun.job_id);
  const stopped = running.ended && running.job?.state !== "done";
  const body = { subject_id: begun.subject_id, reason: begun.reason };
  const resume = useMutation({ mutationFn: () => ask<Erasure>("POST", "v1/privacy/erasures", { body }), onSuccess: (receipt) => again?.(receipt) });
  return (
    <Stack>
      <JobProgress {...running} ended={stopped} />
      <Text size="sm" c="dimmed">{t("personal.may_leave", { number: begun.id })}</Text>
      {resume.error && <Alert color="red" role="alert">{inWords(resume.error)}</Alert>}
      {stopped && <Group justify="flex-end"><Button loading={resume.isPending} onClick={() => resume.mutate()}>{t("personal.go_on")}</Button></Group>}
    </Stack>
  );
}

const ELSEWHERE: Record<string, "queue" | "recovery"> = { "dead letters of the intake queue": "queue", "point-in-time recovery of the table": "recovery" };

function Done({ receipt, close }: { receipt: Erasure; close: Props["close"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const head = useRef<HTMLHeadingElement>(null);
  const inDialog = close !== undefined;
  useEffect(() => {
    if (inDialog) head.current?.focus();
  }, [inDialog]); // the button that had it is gone
  const what = (each: string) => (ELSEWHERE[each] ? t(`personal.elsewhere.${ELSEWHERE[each]}`) : each);
  return (
    <Stack>
      <Title ref={head} order={close ? 3 : 2} size="h5" tabIndex={-1} style={{ outline: "none" }}>{t("personal.done")}</Title>
      <Text size="sm">{t("personal.number")} <Anchor component={Link} to={`/erasures/${receipt.id}`}><Code>{receipt.id}</Code></Anchor>
        {receipt.finished_at && <> · <time dateTime={receipt.finished_at}>{formats.instant(receipt.finished_at)}</time></>}</Text>
      <Tally title={t("personal.went")} counts={receipt.counts?.erased ?? {}} />
      <Tally title={t("personal.cleaned")} counts={receipt.counts?.cleaned ?? {}} />
      {Boolean(receipt.counts?.files) && <Text size="sm">{t("personal.files", { count: receipt.counts?.files ?? 0 })}</Text>}
      {receipt.left && <Alert color="yellow" title={t("personal.left")}><List size="sm">{receipt.left.map((id) => <List.Item key={id} style={{ overflowWrap: "anywhere" }}>{id}</List.Item>)}</List></Alert>}
      {receipt.elsewhere && (
        <div>
          <Title order={3} size="sm" mb={4}>{t("personal.unreached")}</Title>
          <List size="sm">
            {receipt.elsewhere.map((each) => <List.Item key={each.what}>{t("personal.until", { what: what(each.what), at: formats.day(each.until) })}</List.Item>)}
            <List.Item>{t("personal.copies")}</List.Item>
          </List>
        </div>
      )}
      {close && <Group justify="flex-end"><Button onClick={close}>{t("close")}</Button></Group>}
    </Stack>
  );
}
