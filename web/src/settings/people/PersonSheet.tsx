/** One colleague: what they are and may, and how they come and go. */
import { Button, Divider, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Mail, UserCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAction, useMe } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { titleOf } from "../../schema/useType";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { Sheet } from "../parts/Sheet";
import { Locale, TimeZone, pickCodes, pickMany } from "../parts/widgets";
import { Leaving } from "./Leaving";

const INVITED = ["email", "first_name", "last_name", "role_ids", "team_ids", "locale", "time_zone"];
const ALL = [...INVITED, "capacity", "languages", "regions", "skills", "away_from", "away_until"];
const WIDGETS: Record<string, Widget> = {
  role_ids: pickMany("roles"), team_ids: pickMany("teams"), locale: Locale, time_zone: TimeZone,
  languages: pickCodes("language"), regions: pickCodes("region"),
};

export function PersonSheet({ type, person, open }: { type: ObjectType; person: Rec | undefined; open: (id: string) => void }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const close = () => open("");
  const saved = () => {
    notifications.show({ message: t(person ? "settings.saved" : "settings.people.invited"), color: "green" });
    close();
  };
  const may = type.permissions[person ? "update" : "create"] !== "none";
  return (
    <Sheet title={person ? titleOf(person) : t("settings.people.invite")} close={close}>
      <RecordForm type={type} record={person} fields={person ? ALL : INVITED} widgets={WIDGETS} saved={saved} cancel={close}
        submit={person ? t("save") : t("settings.people.send")} />
      {person && may && (
        <Stack mt="lg">
          <Divider label={t("settings.people.access")} labelPosition="left" />
          {person.active ? <Invited person={person} /> : <Back person={person} />}
          {person.id !== me?.id && <Leaving person={person} />}
        </Stack>
      )}
    </Sheet>
  );
}

function Invited({ person }: { person: Rec }) {
  const { t } = useTranslation();
  const act = useAction("users");
  const again = () => act.mutate({ id: person.id, action: "invite" }, {
    onSuccess: () => notifications.show({ message: t("settings.people.invited"), color: "green" }),
    onError: (error) => notifications.show({ message: inWords(error), color: "red" }),
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" c="dimmed">{t("settings.people.again_help")}</Text>
      <Button size="xs" variant="default" leftSection={<Mail size={14} aria-hidden />} loading={act.isPending} onClick={again} flex="none">{t("settings.people.again")}</Button>
    </Group>
  );
}

function Back({ person }: { person: Rec }) {
  const { t } = useTranslation();
  const act = useAction("users");
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" c="dimmed">{t("settings.people.ended_help")}</Text>
      <Button size="xs" variant="default" leftSection={<UserCheck size={14} aria-hidden />} loading={act.isPending} flex="none"
        onClick={() => act.mutate({ id: person.id, action: "activate" }, { onError: (error) => notifications.show({ message: inWords(error), color: "red" }) })}>{t("settings.people.activate")}</Button>
    </Group>
  );
}
