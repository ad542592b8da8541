/** The third step: how far the import is, what became of its rows, and the way back. */
import { Alert, Anchor, Button, Group, List, Modal, Paper, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { Download, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ObjectType } from "../api/types";
import { inWords } from "../parts/States";
import { useLabels } from "../schema/useType";
import { useFormats } from "../values/formats";
import { useStep } from "./queries";
import { BUSY, type Import } from "./types";

const REVERTS = ["reverted", "kept", "reverted_beside", "kept_beside", "failed"] as const;
const COUNTS = ["created", "updated", "skipped", "failed", "warned"] as const;

export function Result({ record, type }: { record: Import; type: ObjectType | undefined }) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Stack gap="md">
      {BUSY.has(record.state) && <Running record={record} />}
      {record.message && <Alert color={record.state === "failed" ? "red" : "yellow"} role="alert" className="isolated">{record.message}</Alert>}
      <Counts record={record} />
      <Files record={record} />
      {record.notes && record.notes.length > 0 && <Alert color="gray" title={t("imports.notes")}><List size="sm">{record.notes.map((each) => <List.Item key={each} className="isolated">{each}</List.Item>)}</List></Alert>}
      <Group gap="xs">
        {type && <Button component={Link} to={`/${type.plural}?sort=-created_at`} variant="light">{t("imports.see", { types: labels.many(type) })}</Button>}
        <Button component={Link} to="/imports" variant="default">{t("imports.all")}</Button>
        <Steering record={record} />
      </Group>
    </Stack>
  );
}

function Running({ record }: { record: Import }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const part = record.rows && record.state === "running" ? (record.done / record.rows) * 100 : 0;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb={8}>
        <Text size="sm" fw={600} role="status">{record.state === "running" ? t("imports.progress", { done: formats.number(record.done), all: formats.number(record.rows) }) : t(`imports.states.${record.state}`)}</Text>
        <Text size="xs" c="dimmed">{t("imports.may_leave")}</Text>
      </Group>
      <Progress value={Math.max(3, part)} animated aria-label={t("imports.states.running")} />
    </Paper>
  );
}

function Counts({ record }: { record: Import }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const taken = record.state === "reverted" || record.state === "reverting";
  const shown = taken ? REVERTS.filter((name) => record[name] > 0 || !name.endsWith("_beside")) : COUNTS.filter((name) => record[name] > 0 || name === "created" || name === "failed");
  return (
    <SimpleGrid cols={{ base: 2, xs: shown.length }} spacing="sm">
      {shown.map((name) => (
        <Paper key={name} withBorder p="md">
          <Text size="xl" fw={700} c={name === "failed" && record.failed ? "var(--mantine-color-error)" : undefined}>{formats.number(record[name])}</Text>
          <Text size="xs" c="dimmed">{t(`imports.counts.${name}`)}</Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

/** The links hold for some minutes and are made anew with each look. */
function Files({ record }: { record: Import }) {
  const { t } = useTranslation();
  const files = ([["errors_url", "errors"], ["warnings_url", "warnings"], ["report_url", "report"]] as const).flatMap(([name, text]) => (record[name] ? [{ url: record[name], text }] : []));
  if (!files.length) return null;
  return (
    <Stack gap={6}>
      {files.map(({ url, text }) => <Anchor key={text} href={url} download size="sm" rel="noopener"><Group gap={6} wrap="nowrap"><Download size={15} aria-hidden />{t(`imports.files.${text}`)}</Group></Anchor>)}
    </Stack>
  );
}

function Steering({ record }: { record: Import }) {
  const { t } = useTranslation();
  const step = useStep(record.id);
  const [asked, ask] = useState(false);
  const ended = ["done", "cancelled", "failed"].includes(record.state) && record.created + record.updated > 0;
  const revert = () => step.mutate({ step: "revert" }, { onSettled: () => ask(false) });
  return (
    <>
      {(record.state === "queued" || record.state === "running") && <Button variant="light" color="red" loading={step.isPending} onClick={() => step.mutate({ step: "cancel" })}>{t("imports.cancel")}</Button>}
      {ended && <Button variant="subtle" color="red" leftSection={<Undo2 size={15} />} onClick={() => ask(true)}>{t("imports.revert")}</Button>}
      {step.error && <Alert color="red" role="alert" w="100%">{inWords(step.error)}</Alert>}
      <Modal opened={asked} onClose={() => ask(false)} title={t("imports.revert_title")} closeButtonProps={{ "aria-label": t("close") }}>
        <Stack>
          <Text size="sm">{t("imports.revert_help", { created: record.created, updated: record.updated })}</Text>
          <Group justify="flex-end"><Button variant="default" onClick={() => ask(false)}>{t("cancel")}</Button><Button color="red" loading={step.isPending} onClick={revert}>{t("imports.revert_go")}</Button></Group>
        </Stack>
      </Modal>
    </>
  );
}
