/** The second step: what each column becomes, with the first rows as they would be. Nothing is written yet. */
import { Alert, Button, Group, List, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Problem } from "../api/problem";
import type { ObjectType } from "../api/types";
import { Waiting, inWords } from "../parts/States";
import { useFormats } from "../values/formats";
import { MappingTable } from "./MappingTable";
import { PreviewTable } from "./PreviewTable";
import { usePreview, useStep } from "./queries";
import { samplesOf } from "./samples";
import type { Import, Preview } from "./types";
import { remembered } from "./upload";

const OUTCOMES = ["created", "updated", "skipped", "warned"] as const;

export function Columns({ record, type }: { record: Import; type: ObjectType }) {
  const { preview, mapping, map, problem, busy, unread } = usePreview(record.id);
  const samples = useQuery({
    queryKey: ["imports", "samples", record.id, preview?.columns.length ?? 0], enabled: Boolean(preview), staleTime: Infinity,
    queryFn: async () => {
      const file = remembered(record.id);
      return file && preview ? samplesOf(file, preview.columns) : {};
    },
  });
  if (unread) return <Unread record={record} error={unread} />;
  if (!preview) return <Waiting rows={10} />;
  const lacking = problem instanceof Problem ? problem.body.errors ?? [] : problem ? [] : preview.errors;
  const ready = !problem && lacking.length === 0;
  return (
    <Stack gap="md">
      <Go record={record} preview={preview} busy={busy} ready={ready} />
      {!ready && <Wrong lacking={lacking} problem={problem} />}
      <MappingTable type={type} preview={preview} mapping={mapping} map={map} samples={samples.data ?? {}} />
      {preview.errors.length === 0 && <PreviewTable type={type} preview={preview} busy={busy} />}
    </Stack>
  );
}

function Go({ record, preview, busy, ready }: { record: Import; preview: Preview; busy: boolean; ready: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const step = useStep(record.id);
  const tried = preview.tried;
  const wrong = tried?.failed ?? 0;
  const others = tried ? OUTCOMES.filter((name) => tried[name] > 0).map((name) => `${t(`imports.counts.${name}`)}: ${formats.number(tried[name])}`) : [];
  const total = formats.number(preview.total);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <Stack gap={2}>
          <Group gap={8} wrap="nowrap">
            {wrong || !ready ? <TriangleAlert size={17} aria-hidden color="var(--mantine-color-yellow-6)" /> : <CircleCheck size={17} aria-hidden color="var(--mantine-color-green-6)" />}
            <Text size="sm" fw={600} role="status">{t(!ready ? "imports.mapping_wrong" : wrong ? "imports.some_wrong" : "imports.all_fine", { wrong: formats.number(wrong), count: tried?.rows ?? 0 })}</Text>
            {busy && <Loader size="xs" />}
          </Group>
          {others.length > 0 && <Text size="xs">{others.join(" · ")}</Text>}
          <Text size="xs" c="dimmed">{t(preview.estimated ? "imports.about_rows" : "imports.rows", { count: preview.total, number: total })} · {t(`imports.modes.${record.mode}`)}</Text>
        </Stack>
        <Group gap="xs">
          <Button variant="default" component={Link} to={`/imports/new?object=${record.object}`}>{t("imports.other_file")}</Button>
          <Button loading={step.isPending} disabled={busy || !ready} onClick={() => step.mutate({ step: "start", body: { mapping: preview.mapping } })}>{t("imports.start", { count: preview.total, number: total })}</Button>
        </Group>
      </Group>
      {step.error && <Alert color="red" role="alert" mt="sm">{inWords(step.error)}</Alert>}
    </Paper>
  );
}

/** What somebody still has to map, or what is wrong with what they mapped. */
function Wrong({ lacking, problem }: { lacking: Preview["errors"]; problem: unknown }) {
  const { t } = useTranslation();
  return (
    <Alert color={problem ? "red" : "yellow"} role="alert">
      {lacking.length ? <List size="sm">{lacking.map((each) => <List.Item key={each.code + each.message}>{t(`imports.lacking.${each.code}`, { defaultValue: each.message })}</List.Item>)}</List> : inWords(problem)}
    </Alert>
  );
}

/** The file could not be read, or never arrived. */
function Unread({ record, error }: { record: Import; error: unknown }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="lg" maw={640}>
      <Stack align="flex-start">
        <Title order={2} size="h5">{t("imports.unread")}</Title>
        <Text size="sm" role="alert">{error instanceof Problem && error.body.errors?.[0] ? error.body.errors[0].message : inWords(error)}</Text>
        <Button component={Link} to={`/imports/new?object=${record.object}`}>{t("imports.other_file")}</Button>
      </Stack>
    </Paper>
  );
}
