/** Who came in, and who did not: one's own sign-ins, for administrators everybody's. */
import { Badge, Button, Center, Group, Select, Stack, Text } from "@mantine/core";
import { LogIn } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useList, useMe } from "../../api/queries";
import type { Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { Person } from "../../values/Show";
import { Relative } from "../../values/Relative";
import { Screen } from "../parts/Screen";
import classes from "../settings.module.css";

export function SignIns() {
  const { t } = useTranslation();
  const type = useType("sign_ins");
  const colleagues = useMe().data?.colleagues ?? [];
  const [who, setWho] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const list = useList("sign_ins", { limit: 50, user_id: who, outcome });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Screen name="sign-ins">
      <Group gap="sm">
        {type?.permissions.read === "all" && <Select size="xs" w={200} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} aria-label={t("settings.audit.who")} placeholder={t("settings.audit.everybody")} value={who} onChange={setWho} data={colleagues.map((each) => ({ value: each.id, label: each.name }))} />}
        <Select size="xs" w={180} clearable clearButtonProps={{ "aria-label": t("filter.clear") }} aria-label={t("settings.audit.outcome")} placeholder={t("settings.audit.any_outcome")} value={outcome} onChange={setOutcome} data={["ok", "refused"].map((value) => ({ value, label: t(`settings.audit.${value}`) }))} />
      </Group>
      {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting />
        : rows.length === 0 ? <Empty icon={<LogIn size={28} />} title={t("settings.audit.no_sign_ins")}>{t("settings.about.sign-ins")}</Empty>
        : <div className={classes.rows}>{rows.map((each) => <Row key={each.id} row={each} />)}</div>}
      {list.hasNextPage && <Center><Button variant="subtle" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button></Center>}
    </Screen>
  );
}

function Row({ row }: { row: Rec }) {
  const { t } = useTranslation();
  const at = String(row.at ?? row.created_at);
  return (
    <Group className={classes.row} py={8}>
      <Stack gap={0} className={classes.main}>
        <Text size="sm" fw={550} component="div"><Person value={row.user_id} /></Text>
        <Text size="xs" c="dimmed" className="isolated" lineClamp={2}>{[row.address, row.user_agent].filter(Boolean).join(" · ")}</Text>
      </Stack>
      <Text size="xs" c="dimmed">{t(`settings.audit.kind.${String(row.kind)}`, { defaultValue: String(row.kind) })}</Text>
      {row.outcome === "refused" && <Badge variant="light" color="red" tt="none">{t("settings.audit.refused")}</Badge>}
      <Text size="xs" c="dimmed"><Relative at={at} /></Text>
    </Group>
  );
}
