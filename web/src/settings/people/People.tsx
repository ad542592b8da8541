/** Who works here: invite, give roles and teams, set away, end access. */
import { Avatar, Badge, Button, Group, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { Search, UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { titleOf, useType } from "../../schema/useType";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { useNameOf } from "../parts/widgets";
import classes from "../settings.module.css";
import { PersonSheet } from "./PersonSheet";

type Which = "active" | "ended" | "all";

export function People() {
  const { t } = useTranslation();
  const type = useType("users");
  const people = useAll("users");
  const [opened, open] = useOpened();
  const [sought, seek] = useState("");
  const [which, setWhich] = useState<Which>("active");
  if (!type) return null;
  const fits = (each: Rec) => (which === "all" || Boolean(each.active) === (which === "active")) && `${titleOf(each)} ${String(each.email)}`.toLowerCase().includes(sought.trim().toLowerCase());
  const shown = (people.data ?? []).filter(fits).sort((one, other) => titleOf(one).localeCompare(titleOf(other)));
  const person = people.data?.find((each) => each.id === opened);
  return (
    <Screen name="people" action={type.permissions.create !== "none" && <Button leftSection={<UserPlus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.people.invite")}</Button>}>
      <Group gap="sm">
        <TextInput size="xs" w={220} leftSection={<Search size={14} aria-hidden />} aria-label={t("settings.people.seek")} placeholder={t("settings.people.seek")} value={sought} onChange={(event) => seek(event.currentTarget.value)} />
        <SegmentedControl size="xs" aria-label={t("settings.people.which")} value={which} onChange={(value) => setWhich(value as Which)} data={(["active", "ended", "all"] as const).map((value) => ({ value, label: t(`settings.people.${value}`) }))} />
      </Group>
      {people.error ? <Failed error={people.error} retry={() => void people.refetch()} /> : !people.data ? <Waiting />
        : shown.length === 0 ? <Empty icon={<Users size={28} />} title={t("settings.people.none")}>{t("settings.people.none_help")}</Empty>
        : <div className={classes.rows} role="list">{shown.map((each) => <Row key={each.id} person={each} open={() => open(each.id)} />)}</div>}
      {(opened === "new" || person) && <PersonSheet key={opened} type={type} person={person} open={open} />}
    </Screen>
  );
}

function Row({ person, open }: { person: Rec; open: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const roles = useAll("roles").data ?? [];
  const teams = useAll("teams").data ?? [];
  const named = (all: Rec[], ids: unknown) => ((ids as string[] | null) ?? []).flatMap((id) => all.find((each) => each.id === id) ?? []);
  const name = titleOf(person);
  return (
    <div className={classes.row} role="listitem">
      <Avatar name={name} color="initials" size={32} alt="" />
      <Stack gap={0} className={classes.main}>
        <UnstyledButton className={classes.open} onClick={open}>{name}</UnstyledButton>
        <Text size="xs" c="dimmed" className="isolated">{String(person.email)}</Text>
      </Stack>
      <Text size="xs" c="dimmed">{named(teams, person.team_ids).map(titleOf).join(", ")}</Text>
      <Group gap={4}>
        {named(roles, person.role_ids).map((each) => <Badge key={each.id} variant="light" tt="none" fw={550}>{nameOf(each)}</Badge>)}
        {!person.active && <Badge variant="light" color="gray" tt="none">{t("settings.people.is_ended")}</Badge>}
        {isAway(person) && <Badge variant="light" color="yellow" tt="none">{t("settings.people.is_away")}</Badge>}
      </Group>
    </div>
  );
}

function isAway(person: Rec, now = new Date().toISOString()): boolean {
  const from = (person.away_from as string | null) ?? "";
  const until = person.away_until as string | null;
  return Boolean(from || until) && from <= now && (!until || until > now);
}
