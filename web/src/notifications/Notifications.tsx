/** What wants my attention: read it, put it off, or go to it. */
import { Button, Group, Paper, SegmentedControl, Stack, Title } from "@mantine/core";
import { BellOff, Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Waiting } from "../parts/States";
import { Notice } from "./Notice";
import { useNotice, useNotifications } from "./useNotifications";

export function Notifications() {
  const { t } = useTranslation();
  const [shown, show] = useState("unread");
  const list = useNotifications(shown === "unread");
  const act = useNotice();
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Stack p="md" maw={760} gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">{t("bell.title")}</Title>
        <Group gap="xs">
          <SegmentedControl size="xs" value={shown} onChange={show} aria-label={t("bell.which")}
            data={[{ value: "unread", label: t("bell.unread") }, { value: "all", label: t("list.all") }]} />
          <Button size="xs" variant="default" leftSection={<Check size={14} />} onClick={act.readAll}>{t("bell.read_all")}</Button>
        </Group>
      </Group>
      {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={5} />
        : records.length === 0 ? <Empty icon={<BellOff size={28} />} title={t("bell.none")}>{t("bell.none_help")}</Empty>
        : <Paper withBorder>{records.map((each) => <Notice key={each.id} record={each} />)}</Paper>}
      {list.hasNextPage && <Button variant="default" size="xs" onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button>}
    </Stack>
  );
}
