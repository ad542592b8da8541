/** The morning: what I must do, and which of my leads wait for an answer. */
import { ActionIcon, Grid, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Check, CircleCheckBig, Target } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAction, useList, useMe } from "../api/queries";
import type { Rec } from "../api/types";
import { Empty, Failed, Waiting } from "../parts/States";
import { titleOf, useType } from "../schema/useType";
import { useFormats } from "../values/formats";

const MINE = JSON.stringify({ all: [{ field: "assignee_id", op: "eq", value: { me: true } }, { field: "status", op: "eq", value: "open" }] });
const WAITING = JSON.stringify({ all: [{ field: "owner_id", op: "eq", value: { me: true } }, { field: "status", op: "eq", value: "assigned" }] });

export function Home() {
  const { t } = useTranslation();
  const me = useMe().data;
  return (
    <Stack p="md" maw={1200}>
      <Title order={1} size="h3">{t("home.hello", { name: me?.first_name ?? "" })}</Title>
      <Grid>
        <Grid.Col span={{ base: 12, md: 6 }}><Tasks /></Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}><Leads /></Grid.Col>
      </Grid>
    </Stack>
  );
}

function Tasks() {
  const { t } = useTranslation();
  const type = useType("tasks");
  const list = useList("tasks", { filter: MINE, sort: "due_at", limit: 25 }, Boolean(type));
  const action = useAction("tasks");
  const queries = useQueryClient();
  const done = (id: string) => action.mutate({ id, action: "complete" }, { onSettled: () => queries.invalidateQueries({ queryKey: ["tasks"] }) });
  if (!type) return null;
  return (
    <Panel title={t("home.tasks")} list={list} empty={<Empty icon={<CircleCheckBig size={28} />} title={t("home.no_tasks")}>{t("home.no_tasks_help")}</Empty>}
      row={(task) => (
        <Group key={task.id} gap="sm" wrap="nowrap" py={6}>
          <ActionIcon variant="default" radius="xl" size="sm" aria-label={t("home.done", { title: titleOf(task) })} onClick={() => done(task.id)}><Check size={12} /></ActionIcon>
          <Link className="record isolated" to={`/tasks/${task.id}`}>{titleOf(task)}</Link>
          <Due at={task.due_at as string | null} />
        </Group>
      )} />
  );
}

function Leads() {
  const { t } = useTranslation();
  const type = useType("leads");
  const list = useList("leads", { filter: WAITING, sort: "response_due_at", limit: 25 }, Boolean(type));
  if (!type) return null;
  return (
    <Panel title={t("home.leads")} list={list} empty={<Empty icon={<Target size={28} />} title={t("home.no_leads")}>{t("home.no_leads_help")}</Empty>}
      row={(lead) => (
        <Group key={lead.id} gap="sm" wrap="nowrap" py={6}>
          <Link className="record isolated" to={`/leads/${lead.id}`}>{titleOf(lead)}</Link>
          <Due at={lead.response_due_at as string | null} />
        </Group>
      )} />
  );
}

function Panel({ title, list, empty, row }: { title: string; list: ReturnType<typeof useList>; empty: ReactNode; row: (record: Rec) => ReactNode }) {
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Paper withBorder p="md" mih={260}>
      <Title order={2} size="h5" mb="xs">{title}</Title>
      {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={4} /> : records.length ? records.map(row) : empty}
    </Paper>
  );
}

function Due({ at }: { at: string | null }) {
  const formats = useFormats();
  const [now] = useState(Date.now);
  if (!at) return null;
  return <Text size="xs" ml="auto" c={new Date(at).getTime() < now ? "red" : "dimmed"}><time dateTime={at} title={formats.instant(at)}>{formats.relative(at)}</time></Text>;
}
