/** Who shares their records with whom: teams, what stands below them, who leads them and who is in them. */
import { Avatar, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { Plus, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Waiting } from "../../parts/States";
import { titleOf, useType } from "../../schema/useType";
import { Person } from "../../values/Show";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import classes from "../settings.module.css";
import { TeamSheet } from "./TeamSheet";
import { inTree } from "./tree";

export function Teams() {
  const { t } = useTranslation();
  const type = useType("teams");
  const found = useAll("teams");
  const people = useAll("users", Boolean(useType("users"))).data ?? [];
  const [opened, open] = useOpened();
  if (!type) return null;
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.teams.add")}</Button>;
  const members = (id: string) => people.filter((each) => each.active && (each.team_ids as string[] | null)?.includes(id));
  const team = found.data?.find((each) => each.id === opened);
  return (
    <Screen name="teams" action={add}>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={4} />
        : found.data.length === 0 ? <Empty icon={<UsersRound size={28} />} title={t("settings.teams.none")} action={add}>{t("settings.teams.none_help")}</Empty>
        : <div className={classes.rows}>{inTree(found.data).map(({ team: each, depth }) => (
            <Group key={each.id} className={classes.row} style={{ paddingInlineStart: 14 + depth * 22 }}>
              <UnstyledButton className={`${classes.main} ${classes.open}`} onClick={() => open(each.id)}>{titleOf(each)}</UnstyledButton>
              {typeof each.manager_id === "string" && <Text size="xs" c="dimmed">{t("settings.teams.led_by")} <Person value={each.manager_id} /></Text>}
              <Avatar.Group spacing={6}>{members(each.id).slice(0, 5).map((one) => <Avatar key={one.id} size={26} name={titleOf(one)} color="initials" alt="" />)}</Avatar.Group>
              <Text size="xs" c="dimmed">{t("settings.teams.members", { count: members(each.id).length })}</Text>
            </Group>
          ))}</div>}
      {(opened === "new" || team) && <TeamSheet key={opened} type={type} team={team} open={open} />}
    </Screen>
  );
}
