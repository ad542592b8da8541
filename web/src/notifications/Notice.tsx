/** One notification: a link to what it is about, read by a click, put off by a menu. */
import { ActionIcon, Box, Group, Menu, Text } from "@mantine/core";
import { AlarmClock, Check, MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Rec } from "../api/types";
import { TypeIcon } from "../app/icons";
import { useLater } from "../record/useLater";
import { titleOf, useTypes } from "../schema/useType";
import { Relative, useRelative } from "../values/Relative";
import classes from "./notifications.module.css";
import { useNotice } from "./useNotifications";

export function Notice({ record, went }: { record: Rec; went?: () => void }) {
  const { t } = useTranslation();
  const relative = useRelative();
  const later = useLater();
  const typeOf = useTypes();
  const act = useNotice();
  const about = record.record as { type: string; id: string } | null;
  const type = about ? typeOf(about.type) : undefined;
  const title = titleOf(record);
  const name = <Text span fw={record.read_at ? 400 : 600} size="sm" className="isolated">{title}</Text>;
  const follow = () => {
    act.read(record);
    went?.();
  };
  return (
    <div className={classes.notice} data-unread={!record.read_at || undefined}>
      <span className={classes.kind} aria-hidden><TypeIcon type={about?.type ?? "notification"} /></span>
      <Box miw={0}>
        {!record.read_at && <span className={classes.dot} role="img" aria-label={t("bell.is_unread")} />}
        {type && about ? <Link className="record" to={`/${type.plural}/${about.id}`} onClick={follow}>{name}</Link> : name}
        {typeof record.body === "string" && <Text size="sm" c="dimmed" lineClamp={2} className="isolated">{record.body}</Text>}
        <Text size="xs" c="dimmed"><Relative at={record.created_at} />
          {record.asleep === true && typeof record.snoozed_until === "string" && ` · ${t("bell.asleep", { until: relative(record.snoozed_until) })}`}</Text>
      </Box>
      <Group gap={2} wrap="nowrap">
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("bell.snooze", { title })}><AlarmClock size={15} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>{later.map((each) => <Menu.Item key={each.name} onClick={() => act.snooze(record, each.instant())}>{each.label}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
        <ActionIcon variant="subtle" color="gray" aria-label={t(record.read_at ? "bell.unread_one" : "bell.read_one", { title })} onClick={() => act.turn(record)}>{record.read_at ? <MailOpen size={15} /> : <Check size={15} />}</ActionIcon>
      </Group>
    </div>
  );
}
