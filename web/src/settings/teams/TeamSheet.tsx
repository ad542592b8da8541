/** One team, and its members: whoever is chosen gets the team added to their own. */
import { Divider, MultiSelect, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useSave } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { titleOf, useType } from "../../schema/useType";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Sheet } from "../parts/Sheet";
import { useAll } from "../parts/useAll";
import { pickOne } from "../parts/widgets";

const WIDGETS: Record<string, Widget> = { parent_id: pickOne("teams") };

export function TeamSheet({ type, team, open }: { type: ObjectType; team: Rec | undefined; open: (id: string) => void }) {
  const { t } = useTranslation();
  const close = () => open("");
  const saved = (record: Rec) => {
    notifications.show({ message: t("settings.saved"), color: "green" });
    open(team ? "" : record.id); // a new team is asked for its members next
  };
  return (
    <Sheet title={team ? titleOf(team) : t("settings.teams.add")} close={close}>
      <RecordForm type={type} record={team} fields={["name", "manager_id", "parent_id"]} widgets={WIDGETS} saved={saved} cancel={close} />
      {team && <Members team={team} />}
      {team && <RemoveButton type={type} record={team} name={titleOf(team)} done={close} help={t("settings.teams.remove_help")} />}
    </Sheet>
  );
}

function Members({ team }: { team: Rec }) {
  const { t } = useTranslation();
  const users = useType("users");
  const people = useAll("users", Boolean(users)).data ?? [];
  const save = useSave("users");
  if (!users) return null;
  const teamsOf = (person: Rec) => (person.team_ids as string[] | null) ?? [];
  const inside = people.filter((each) => teamsOf(each).includes(team.id));
  const put = (person: Rec, ids: string[]) => save.mutate({ id: person.id, version: person.version, values: { team_ids: ids.length ? ids : null } }, {
    onError: (error) => notifications.show({ message: inWords(error), color: "red" }),
  });
  const change = (ids: string[]) => {
    people.filter((each) => ids.includes(each.id) && !inside.includes(each)).forEach((each) => put(each, [...teamsOf(each), team.id]));
    inside.filter((each) => !ids.includes(each.id)).forEach((each) => put(each, teamsOf(each).filter((id) => id !== team.id)));
  };
  return (
    <Stack mt="lg">
      <Divider />
      <MultiSelect label={t("settings.teams.who")} description={t("settings.teams.who_help")} searchable disabled={users.permissions.update === "none"}
        data={people.filter((each) => each.active || inside.includes(each)).map((each) => ({ value: each.id, label: titleOf(each) }))} value={inside.map((each) => each.id)} onChange={change} />
    </Stack>
  );
}
