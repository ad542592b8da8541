/** How good the data is: of each object how complete and how fresh its records are, and which are to be put right. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { BadgeCheck, Brush } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { Empty, Failed, Waiting } from "../parts/States";
import { useType } from "../schema/useType";
import type { Account } from "./account";
import { AccountCard } from "./AccountCard";
import classes from "./quality.module.css";

const FRESH = 30_000;

export function QualityPage() {
  const { t } = useTranslation();
  const rules = (useType("cleaning_rules")?.permissions.read ?? "none") !== "none";
  const found = useQuery({
    queryKey: ["quality"],
    queryFn: ({ signal }) => ask<{ data: Account[] }>("GET", "v1/quality", { signal }),
    refetchInterval: FRESH,
  });
  const accounts = found.data?.data ?? [];
  return (
    <Stack p="md" gap="md" maw={1240}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.about}><Title order={1} size="h3">{t("quality.title")}</Title><Text size="sm" c="dimmed" maw={620}>{t("quality.help")}</Text></div>
        {rules && <Button component={Link} to="/settings/cleaning" variant="default" size="xs" leftSection={<Brush size={14} aria-hidden />}>{t("quality.rules")}</Button>}
      </Group>
      {found.error && !found.data ? <Failed error={found.error} retry={() => void found.refetch()} /> : found.isPending ? <Waiting rows={10} />
        : accounts.every((each) => each.state === "ready" && each.records === 0) ? <Empty icon={<BadgeCheck size={28} />} title={t("quality.none")}>{t("quality.none_help")}</Empty>
        : <div className={classes.cards}>{accounts.map((each) => <AccountCard key={each.object} account={each} />)}</div>}
    </Stack>
  );
}
