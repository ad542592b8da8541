/** The tasks about a record: the open ones by what is due first, then the others; done by one click, put off, and a new one in one line. */
import { ActionIcon, Alert, Button, Group, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import { ListTodo, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useList, useMe, useSave } from "../api/queries";
import type { Profile, Rec } from "../api/types";
import { Empty, Failed, inWords, Waiting } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { makes, useType } from "../schema/useType";
import { InstantInput } from "../values/InstantInput";
import { TaskLine } from "./TaskLine";

export function TasksTab({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const type = useType("tasks");
  const filter = JSON.stringify({ field: "related", op: "has", value: record.id });
  const list = useList("tasks", { filter, status: "open", sort: "due_at", limit: 100 }, Boolean(type));
  const past = useList("tasks", { filter: JSON.stringify({ all: [JSON.parse(filter), { field: "status", op: "ne", value: "open" }] }), sort: "-due_at", limit: 20 }, Boolean(type));
  const [open, closed] = [list, past].map((each) => each.data?.pages.flatMap((page) => page.data) ?? []) as [Rec[], Rec[]];
  const writes = type !== undefined && makes(type);
  const failed = list.error ? list : past.error ? past : null;
  return (
    <Stack>
      {writes && <NewTask record={record} />}
      {failed ? <Failed error={failed.error} retry={() => void failed.refetch()} /> : list.isPending || past.isPending ? <Waiting rows={3} />
        : open.length + closed.length === 0 ? <Empty icon={<ListTodo size={28} />} title={t("tasks.none")}>{writes ? t("tasks.none_help") : t("tasks.none_seen")}</Empty> : null}
      {open.length > 0 && <Paper withBorder>{open.map((task) => <TaskLine key={task.id} task={task} />)}</Paper>}
      <More list={list} />
      {closed.length > 0 && <>
        <Text component="h3" size="xs" fw={600} c="dimmed" m={0}>{t("tasks.closed")}</Text>
        <Paper withBorder>{closed.map((task) => <TaskLine key={task.id} task={task} />)}</Paper>
      </>}
      <More list={past} />
    </Stack>
  );
}

function More({ list }: { list: ReturnType<typeof useList> }) {
  const { t } = useTranslation();
  return list.hasNextPage ? <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button> : null;
}

function NewTask({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const save = useSave("tasks");
  const form = useRefused(save.error);
  const [subject, setSubject] = useState("");
  const [due, setDue] = useState<string | null>(null);
  const [assignee, setAssignee] = useState<string | null>(me?.id ?? null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!subject.trim()) return;
    save.mutate({ values: { subject, due_at: due, assignee_id: assignee, related: [record.id] } }, { onSuccess: () => setSubject("") });
  };
  return (
    <form ref={form} onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput size="xs" flex="1 1 14rem" label={t("tasks.new")} placeholder={t("tasks.placeholder")} value={subject} maxLength={500} onChange={(event) => setSubject(event.currentTarget.value)} />
        <InstantInput size="xs" label={t("tasks.due")} value={due} change={setDue} />
        <Select size="xs" w={150} label={t("tasks.whose")} searchable value={assignee} onChange={setAssignee} data={(me?.colleagues ?? []).filter((each) => each.active).map((each) => ({ value: each.id, label: each.name }))} />
        <ActionIcon type="submit" size={30} loading={save.isPending} aria-label={t("tasks.add")}><Plus size={15} /></ActionIcon>
      </Group>
      {save.error && <Alert color="red" mt="xs" p="xs" role="alert">{inWords(save.error)}</Alert>}
    </form>
  );
}
