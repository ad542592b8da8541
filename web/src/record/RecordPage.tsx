/** One record: its summary at the left, what happened and what belongs to it at the right. */
import { Alert, Badge, Button, Grid, Group, Paper, Stack, Tabs, Title } from "@mantine/core";
import { Clock3, Handshake, History as HistoryIcon, Link2, ListTodo } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useAction, useMe, useRecord } from "../api/queries";
import type { ObjectType, Profile } from "../api/types";
import { Nowhere } from "../app/Nowhere";
import { TypeIcon } from "../app/icons";
import { Markdown } from "../parts/Markdown";
import { Failed, Waiting } from "../parts/States";
import { useMay } from "../schema/useMay";
import { titleOf, useLabels, useType } from "../schema/useType";
import { colorOf } from "../values/Show";
import { Actions } from "./Actions";
import { HistoryTab } from "./HistoryTab";
import { Insight } from "./Insight";
import { Neighbours } from "./Neighbours";
import { NoteBox } from "./NoteBox";
import { Related } from "./Related";
import { SharedSign } from "./SharedSign";
import { Star } from "./Star";
import { Summary } from "./Summary";
import { TasksTab } from "./TasksTab";
import { Timeline } from "./Timeline";

const Consents = lazy(async () => (await import("../privacy/load")).consents());
const PEOPLE = new Set(["contact", "lead"]); // who may consent to something

export function RecordPage() {
  const { plural = "", id = "" } = useParams();
  const type = useType(plural);
  const { data, error, refetch } = useRecord(plural, type ? id : "");
  if (!type) return <Nowhere />;
  if (data) return <Page key={id} type={type} record={data} />;
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />;
}

function Page({ type, record }: { type: ObjectType; record: Profile }) {
  return (
    <Stack p="md" gap="md">
      <Head type={type} record={record} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <Stack><Summary type={type} record={record} /><Insight record={record} /></Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}><Story type={type} record={record} /></Grid.Col>
      </Grid>
    </Stack>
  );
}

function Head({ type, record }: { type: ObjectType; record: Profile }) {
  const labels = useLabels();
  const status = typeof record.status === "string" ? record.status : typeof record.state === "string" ? record.state : "";
  return (
    <Stack gap={4}>
      <Neighbours type={type} id={record.id} />
      <Group justify="space-between" align="flex-start">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <TypeIcon type={type.name} size={20} />
          <Title order={1} size="h3" className="isolated">{titleOf(record)}</Title>
          {status && <Badge variant="light" tt="none" color={colorOf(status)} style={{ flex: "none" }}>{labels.option(status)}</Badge>}
          <SharedSign record={record} />
          <Star id={record.id} title={titleOf(record)} />
        </Group>
        <Actions type={type} record={record} />
      </Group>
      {record.deleted_at && <Deleted type={type} record={record} />}
    </Stack>
  );
}

function Deleted({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const act = useAction(type.plural);
  const may = useMay(type);
  return (
    <Alert color="red" p="xs"><Group justify="space-between">{t("record.deleted")}
      {may("delete", record) && <Button size="compact-sm" variant="light" onClick={() => act.mutate({ id: record.id, action: "restore" })}>{t("record.restore")}</Button>}</Group></Alert>
  );
}

function Story({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const [tab, open] = useState<string | null>("timeline");
  const tasks = useType("tasks");
  const related = Object.values(record.links?.totals ?? {}).reduce((sum, each) => sum + each, 0);
  const told = useMe().data?.external === false; // who changed what and who agreed to what is told to the company's own people
  const consents = told && PEOPLE.has(record.type);
  const takesTasks = tasks !== undefined && record.type !== "task" && !type.configuration;
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="timeline" leftSection={<Clock3 size={14} />}>{t("record.timeline")}</Tabs.Tab>
        {takesTasks && <Tabs.Tab value="tasks" leftSection={<ListTodo size={14} />}>{t("record.tasks")}</Tabs.Tab>}
        <Tabs.Tab value="related" leftSection={<Link2 size={14} />}>{t("record.related", { count: related })}</Tabs.Tab>
        {consents && <Tabs.Tab value="consents" leftSection={<Handshake size={14} />}>{t("kinds.consent")}</Tabs.Tab>}
        {told && <Tabs.Tab value="history" leftSection={<HistoryIcon size={14} />}>{t("record.history")}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="timeline"><Stack><NoteBox record={record} />{record.type === "note" && <Paper withBorder p="md"><Markdown text={String(record.body ?? "")} /></Paper>}<Timeline plural={type.plural} record={record} /></Stack></Tabs.Panel>
      {takesTasks && <Tabs.Panel value="tasks"><TasksTab record={record} /></Tabs.Panel>}
      <Tabs.Panel value="related"><Related type={type} record={record} /></Tabs.Panel>
      {consents && <Tabs.Panel value="consents"><Suspense fallback={<Waiting rows={4} />}><Consents type={type} record={record} /></Suspense></Tabs.Panel>}
      {told && <Tabs.Panel value="history"><HistoryTab type={type} record={record} /></Tabs.Panel>}
    </Tabs>
  );
}
