/** Of what I am told by the bell, and of what by mail; a switch is kept at once, what is fixed says so. */
import { Stack, Switch, Table, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { client } from "../../api/queries";
import type { Me, Rec, Told } from "../../api/types";
import { inWords } from "../../parts/States";
import { words } from "../../schema/useType";
import { type Off, turned } from "./told";

const WAYS = ["bell", "mail"] as const;

export function NotificationsCard({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [off, setOff] = useState<Off>({ bell: me.bell_off ?? [], mail: me.mail_off ?? [] }); // others may not know of a change yet
  const save = useMutation({
    mutationFn: (next: Off) => ask<Rec>("PATCH", "v1/me", { body: { bell_off: next.bell, mail_off: next.mail } }),
    onSuccess: (answer) => client.setQueryData<Me>(["me"], (now) => (now ? { ...now, ...answer } : now)),
  });
  const turn = (kind: string, way: "bell" | "mail", on: boolean) => {
    const next = turned(off, kind, way, on);
    setOff(next);
    save.mutate(next, { onError: (error) => {
      setOff(off);
      notifications.show({ message: inWords(error), color: "red" });
    } });
  };
  const name = (kind: string) => t(`settings.told.kind.${kind}`, { defaultValue: words(kind) });
  const way = (each: Told, by: "bell" | "mail") => {
    const fixed = each.fixed.includes(by);
    if (fixed) return <Text size="xs" c="dimmed">{t(each[by] ? "settings.told.always" : "settings.told.never")}</Text>;
    return <Switch size="sm" aria-label={t("settings.told.switch", { kind: name(each.kind), by: t(`settings.told.${by}`) })} checked={!off[by].includes(each.kind)} disabled={save.isPending}
      onChange={(event) => turn(each.kind, by, event.currentTarget.checked)} />;
  };
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">{t("settings.told.title")}</Title>
      <Text size="sm" c="dimmed">{t("settings.told.help")}</Text>
      <Table fz="sm" layout="fixed">
        <Table.Thead><Table.Tr><Table.Th w="60%">{t("settings.told.of")}</Table.Th>{WAYS.map((by) => <Table.Th key={by}>{t(`settings.told.${by}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {me.told_of.map((each) => (
            <Table.Tr key={each.kind}><Table.Td>{name(each.kind)}</Table.Td>{WAYS.map((by) => <Table.Td key={by}>{way(each, by)}</Table.Td>)}</Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
