/** A box of the home page: its title, how many, and rows, or what is said when there are none. */
import { Anchor, Badge, Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { useList } from "../api/queries";
import type { Rec } from "../api/types";
import { Failed, Waiting } from "../parts/States";
import classes from "./home.module.css";

interface Props {
  title: string;
  icon: ReactNode;
  list: ReturnType<typeof useList>;
  empty: string;
  all?: string;
  counted?: boolean;
  children: (records: Rec[]) => ReactNode;
}

export function Panel({ title, icon, list, empty, all, counted = true, children }: Props) {
  const { t } = useTranslation();
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Paper component="section" withBorder className={classes.panel}>
      <Group justify="space-between" wrap="nowrap" gap="xs" className={classes.title}>
        <Group gap={8} wrap="nowrap">{icon}<Title order={2} size="h5">{title}</Title>
          {counted && records.length > 0 && <Badge variant="light" color="gray" size="sm" flex="none">{records.length}{list.hasNextPage ? "+" : ""}</Badge>}</Group>
        {all && records.length > 0 && <Anchor component={Link} to={all} size="xs" flex="none">{t("home.all")}</Anchor>}
      </Group>
      {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={3} />
        : records.length ? children(records) : <Text size="sm" c="dimmed" p="md">{empty}</Text>}
    </Paper>
  );
}
