/** What wants my attention: read it, put it off, or go to it. */
import { ActionIcon, Badge, Box, Button, Group, Menu, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { AlarmClock, BellOff, Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { useAction, useList } from "../api/queries";
import type { Rec } from "../api/types";
import { Empty, Failed, Waiting } from "../parts/States";
import { titleOf, useTypes } from "../schema/useType";
import { useFormats } from "../values/formats";

const UNREAD = JSON.stringify({ field: "read_at", op: "empty", value: true });

export function Notifications() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [shown, show] = useState("unread");
  const list = useList("notifications", { limit: 50, filter: shown === "unread" ? UNREAD : "" });
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  const readAll = async () => {
    await ask("POST", "v1/notifications/read_all", { body: {} });
    await queries.invalidateQueries();
  };
  return (
    <Stack p="md" maw={760} gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">{t("bell.title")}</Title>
        <Group gap="xs">
          <SegmentedControl size="xs" value={shown} onChange={show} aria-label={t("bell.which")}
            data={[{ value: "unread", label: t("bell.unread") }, { value: "all", label: t("list.all") }]} />
          <Button size="xs" variant="default" leftSection={<Check size={14} />} onClick={() => void readAll()}>{t("bell.read_all")}</Button>
        </Group>
      </Group>
      {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={5} />
        : records.length === 0 ? <Empty icon={<BellOff size={28} />} title={t("bell.none")}>{t("bell.none_help")}</Empty>
        : <Paper withBorder>{records.map((each) => <One key={each.id} record={each} />)}</Paper>}
      {list.hasNextPage && <Button variant="default" size="xs" onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button>}
    </Stack>
  );
}

function One({ record }: { record: Rec }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const typeOf = useTypes();
  const act = useAction("notifications");
  const about = String(record.record_id ?? record.about_id ?? "");
  const type = about ? typeOf(about) : undefined;
  const title = <Text span fw={record.read_at ? 400 : 600} size="sm" className="isolated">{titleOf(record)}</Text>;
  const read = () => !record.read_at && act.mutate({ id: record.id, action: "read" });
  return (
    <Group px="md" py="sm" wrap="nowrap" align="flex-start" justify="space-between">
      <Box miw={0}>
        {type ? <Link className="record" to={`/${type.plural}/${about}`} onClick={read}>{title}</Link> : title}
        {typeof record.body === "string" && <Text size="sm" c="dimmed" lineClamp={2} className="isolated">{record.body}</Text>}
        <Text size="xs" c="dimmed"><time dateTime={record.created_at} title={formats.instant(record.created_at)}>{formats.relative(record.created_at)}</time></Text>
      </Box>
      <Group gap={4} wrap="nowrap">
        {!record.read_at && <Badge size="xs" circle aria-label={t("bell.is_unread")}> </Badge>}
        <Snooze record={record} />
        <ActionIcon variant="subtle" color="gray" aria-label={t(record.read_at ? "bell.unread_one" : "bell.read_one", { title: titleOf(record) })}
          onClick={() => act.mutate({ id: record.id, action: record.read_at ? "unread" : "read" })}><Check size={15} /></ActionIcon>
      </Group>
    </Group>
  );
}

const LATER: [string, number][] = [["hour", 1], ["hours", 4], ["tomorrow", 24], ["week", 24 * 7]];

function Snooze({ record }: { record: Rec }) {
  const { t } = useTranslation();
  const act = useAction("notifications");
  const until = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("bell.snooze", { title: titleOf(record) })}><AlarmClock size={15} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {LATER.map(([name, hours]) => (
          <Menu.Item key={name} onClick={() => act.mutate({ id: record.id, action: "snooze", body: { until: until(hours) } })}>{t(`bell.later.${name}`)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
