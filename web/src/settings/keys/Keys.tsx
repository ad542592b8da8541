/** Keys that let programs in: made, shown once, renewed, ended. */
import { Badge, Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { Person } from "../../values/Show";
import { useFormats } from "../../values/formats";
import { ActiveSwitch } from "../parts/ActiveSwitch";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { useNameOf } from "../parts/widgets";
import classes from "../settings.module.css";
import { KeySheet } from "./KeySheet";

export function Keys() {
  const { t } = useTranslation();
  const type = useType("api_keys");
  const found = useAll("api_keys");
  const [opened, open] = useOpened();
  if (!type) return null;
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.keys.add")}</Button>;
  const key = found.data?.find((each) => each.id === opened);
  return (
    <Screen name="keys" action={add}>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={4} />
        : found.data.length === 0 ? <Empty icon={<KeyRound size={28} />} title={t("settings.keys.none")} action={add}>{t("settings.keys.none_help")}</Empty>
        : <div className={classes.rows}>{found.data.map((each) => <Row key={each.id} entry={each} open={() => open(each.id)} />)}</div>}
      {(opened === "new" || key) && <KeySheet key={opened} type={type} entry={key} close={() => open("")} />}
    </Screen>
  );
}

function Row({ entry, open }: { entry: Rec; open: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useNameOf();
  const role = useAll("roles", Boolean(useType("roles"))).data?.find((each) => each.id === entry.role_id);
  const expires = entry.expires_at as string | null;
  const used = entry.last_used_at as string | null;
  const over = expires !== null && expires < new Date().toISOString();
  return (
    <Group className={classes.row}>
      <Stack gap={0} className={classes.main}>
        <UnstyledButton className={classes.open} onClick={open}>{String(entry.name)}</UnstyledButton>
        <Text size="xs" c="dimmed"><span className={classes.code}>kith_…{String(entry.hint ?? "")}</span> · <Person value={entry.owner_id} /></Text>
      </Stack>
      <Text size="xs" c="dimmed">{used ? t("settings.keys.used", { when: formats.relative(used) }) : t("settings.keys.unused")}</Text>
      <Text size="xs" c="dimmed">{expires && !over ? t("settings.keys.until", { when: formats.relative(expires) }) : ""}</Text>
      {over && <Badge variant="light" color="red" tt="none">{t("settings.keys.over")}</Badge>}
      {role && <Badge variant="light" tt="none" fw={550}>{nameOf(role)}</Badge>}
      <ActiveSwitch record={entry} name={String(entry.name)} />
    </Group>
  );
}
