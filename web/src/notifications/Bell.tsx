/** The bell: how many are unread, the latest at a click, all of them a click further. */
import { ActionIcon, Button, Group, Indicator, Popover, ScrollArea, Text } from "@mantine/core";
import { Bell as BellIcon, Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../api/queries";
import { Failed, Waiting } from "../parts/States";
import { Notice } from "./Notice";
import { useNotice, useNotifications } from "./useNotifications";

export function Bell() {
  const { t } = useTranslation();
  const unread = useMe().data?.unread_notifications ?? 0;
  const [opened, open] = useState(false);
  return (
    <Popover opened={opened} onChange={open} position="bottom-end" width={400} shadow="lg" trapFocus withinPortal>
      <Indicator disabled={unread === 0} label={unread > 99 ? "99+" : unread} size={16} offset={4} zIndex={5}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("shell.bell", { count: unread })} onClick={() => open(!opened)}><BellIcon size={18} aria-hidden /></ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} maw="96vw">{opened && <Latest close={() => open(false)} unread={unread} />}</Popover.Dropdown>
    </Popover>
  );
}

function Latest({ close, unread }: { close: () => void; unread: number }) {
  const { t } = useTranslation();
  const list = useNotifications(true, 10);
  const act = useNotice();
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <Group justify="space-between" px="sm" py={8}><Text fw={600} size="sm">{t("bell.title")}</Text>
        {unread > 0 && <Button size="compact-xs" variant="subtle" leftSection={<Check size={13} />} onClick={act.readAll}>{t("bell.read_all")}</Button>}</Group>
      <ScrollArea.Autosize mah="60vh" viewportProps={{ tabIndex: 0 }}>
        {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={3} />
          : records.length ? records.map((each) => <Notice key={each.id} record={each} went={close} />)
          : <Text size="sm" c="dimmed" ta="center" py="xl">{t("bell.none")}</Text>}
      </ScrollArea.Autosize>
      <Group justify="center" p={6}><Button component={Link} to="/notifications" variant="subtle" size="xs" fullWidth onClick={close}>{t("bell.all")}</Button></Group>
    </>
  );
}
